extension String {
    /// The fewest changes of one character that make another text: left out, added, another one, or two neighbours in the other
    /// order (optimal string alignment).
    package func editDistance(to other: String) -> Int {
        let (own, other) = (Array(self), Array(other))
        var rows = [[Int](repeating: 0, count: other.count + 1), Array(0...other.count)]
        for row in 0..<own.count {
            var next = [row + 1]
            for column in 0..<other.count {
                let isSame = own[row] == other[column]
                var best = Swift.min(rows[1][column] + (isSame ? 0 : 1), rows[1][column + 1] + 1, next[column] + 1)
                if row > 0, column > 0, own[row] == other[column - 1], own[row - 1] == other[column] {
                    best = Swift.min(best, rows[0][column - 1] + 1)
                }
                next.append(best)
            }
            rows = [rows[1], next]
        }
        return rows[1][other.count]
    }
}
