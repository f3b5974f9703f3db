import Foundation
import Foundations

/// An item as a target saw it: its options in the order in which they were shown. The origin of the item's prompt holds it.
package struct ShownItem: Sendable, Codable, Equatable {
    /// Key of a prompt's origin.
    package static let originKey = "item"

    /// Id of the item.
    package let id: String
    /// Its solution, in the order shown.
    package let solution: ItemSolution

    package init(id: String, solution: ItemSolution) {
        self.id = id
        self.solution = solution
    }

    /// What the origin of a prompt says; nil for a prompt that is no item's.
    package init?(origin: [String: JSONValue]) {
        guard let item = try? origin[Self.originKey]?.decoded(as: ShownItem.self) else { return nil }
        self = item
    }

    /// The item for an origin.
    package var json: JSONValue { (try? JSONValue(encoding: self)) ?? .null }
}

/// What a scorer read in a response, and what would have been right. The reason of its verdict holds it.
package struct ItemReading: Sendable, Equatable {
    /// What was read: letters, a number or a text; nil for nothing that could be read.
    package let read: String?
    /// What is right.
    package let right: String

    private static let readMark = "read: "
    private static let rightMark = "; right: "
    private static let nothing = "nothing readable"

    package init(read: String?, right: String) {
        self.read = read
        self.right = right
    }

    /// The reason of a verdict.
    package var reason: String { Self.readMark + (read ?? Self.nothing) + Self.rightMark + right }

    /// What the reason of a verdict says; nil for a reason of another kind.
    package init?(reason: String) {
        guard reason.hasPrefix(Self.readMark), let middle = reason.range(of: Self.rightMark, options: .backwards) else {
            return nil
        }
        let read = String(reason[..<middle.lowerBound].dropFirst(Self.readMark.count))
        self.init(read: read == Self.nothing ? nil : read, right: String(reason[middle.upperBound...]))
    }
}
