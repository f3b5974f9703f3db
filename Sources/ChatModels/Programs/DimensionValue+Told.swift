import Foundations
import SafetyGrid

extension DimensionValue {
    /// The value as a program of the user's own is told it.
    package var told: JSONValue {
        .object(["id": .string(id), "title": .string(title), "definition": .string(definition)])
    }
}
