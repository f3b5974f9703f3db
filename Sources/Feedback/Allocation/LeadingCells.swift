/// The cells of greatest worth among those offered.
struct LeadingCells {
    private let limit: Int
    private var ranked: [(cell: Int, worth: Double)] = []

    /// - Parameter limit: how many are kept, 0 or more
    init(limit: Int) {
        self.limit = limit
        ranked.reserveCapacity(limit + 1)
    }

    /// The kept cells, greatest worth first; of equals the one offered first.
    var cells: [Int] { ranked.map(\.cell) }

    /// Keeps a cell if it is worth more than one that is kept.
    mutating func offer(_ cell: Int, worth: Double) {
        if ranked.count == limit {
            guard let last = ranked.last, worth > last.worth else { return }
            ranked.removeLast()
        }
        var low = 0
        var high = ranked.count
        while low < high {
            let middle = (low + high) / 2
            if ranked[middle].worth >= worth { low = middle + 1 } else { high = middle }
        }
        ranked.insert((cell, worth), at: low)
    }
}
