/// One point of the grid: an index into each dimension, and the integer they make together.
package struct Cell: Sendable, Hashable {
    /// Position in the grid, 0 ..< `Grid.cellCount`. The last dimension varies fastest, so that a value appended to
    /// the first dimension changes no earlier id.
    package let id: Int
    /// One index for each dimension, in the grid's order.
    package let indices: [Int]
}
