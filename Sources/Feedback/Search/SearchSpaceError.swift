/// Axes that make no space to search in.
package enum SearchSpaceError: Error, Equatable, CustomStringConvertible {
    /// An axis without values.
    case size(String, Int)
    /// Two axes of one name.
    case repeated(String)
    /// An axis within one that is not there, or comes later.
    case unknownParent(String, within: String)
    /// A cell of an axis that is not there.
    case unknownCellAxis(String)
    /// A cell of a part, or twice of one axis.
    case notACellAxis(String)
    /// A cell without axes.
    case noCell
    /// More values or cells than ``SearchSpace/most``.
    case tooLarge(String)

    /// The fault, and what to write instead.
    package var description: String {
        switch self {
        case .size(let name, let size): "the axis '\(name)' has the size \(size); it needs at least 1"
        case .repeated(let name): "the axis '\(name)' stands twice"
        case .unknownParent(let name, let within):
            "the axis '\(name)' lies within '\(within)', and no axis before it has that name"
        case .unknownCellAxis(let name): "the cell names the axis '\(name)', which is not there"
        case .notACellAxis(let name):
            "the cell names '\(name)' twice, or it lies within another axis; a cell is made of axes of their own"
        case .noCell: "a cell needs at least one axis"
        case .tooLarge(let name): "'\(name)' has more than \(SearchSpace.most) values"
        }
    }
}
