import Foundation

extension JSONValue {
    /// A value of another type, as its coding writes it.
    ///
    /// - Throws: the encoder's error.
    package init(encoding value: some Encodable) throws {
        self = try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value))
    }

    /// The value as another type.
    ///
    /// - Throws: `DecodingError` for a value of another shape.
    package func decoded<Shape: Decodable>(as shape: Shape.Type) throws -> Shape {
        try JSONDecoder().decode(shape, from: JSONEncoder().encode(self))
    }
}
