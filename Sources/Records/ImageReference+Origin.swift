import Foundations
import Images

extension ImageReference {
    /// Key of a prompt's origin, and of a data set's row, that holds the image which stands beside the prompt.
    package static let originKey = "image_input"

    /// The image of a prompt, by its origin or its row's fields; nil for none.
    package init?(origin: [String: JSONValue]) {
        guard let value = origin[Self.originKey] else { return nil }
        self.init(value)
    }

    /// The image as an origin has it.
    package var origin: JSONValue {
        .object([
            "digest": .string(digest), "format": .string(format.rawValue), "width": .int(width), "height": .int(height),
            "bytes": .int(bytes),
        ])
    }
}
