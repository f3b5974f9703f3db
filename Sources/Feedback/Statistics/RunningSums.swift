extension [Double] {
    /// The first index of a number over `value` in numbers that rise; the last index when there is none.
    ///
    /// On the running sums of weights, with a number drawn between 0 and their total, it is an index drawn by its weight.
    func firstIndex(above value: Double) -> Int {
        var low = 0
        var high = count - 1
        while low < high {
            let middle = (low + high) / 2
            if self[middle] > value { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
