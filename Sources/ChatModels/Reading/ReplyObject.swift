import Foundations
import Records

/// Finds the JSON object that a reply consists of, in a fence, between sentences, or nearly JSON.
package enum ReplyObject {
    private static let longestReply = 32_768

    /// The last object of a reply that has one of the given members; its keys are in lower case.
    ///
    /// - Parameter names: the members' names, in lower or upper case
    /// - Returns: nil when there is none
    package static func last(in reply: String, naming names: [String]) -> JSONValue? {
        let names = names.map { $0.lowercased() }
        let response = WrappedJSON.unwrapped(Thoughts(in: reply).response)
        let scalars = Array(response.unicodeScalars.suffix(longestReply))
        return LenientJSON.values(in: scalars).lazy.map(\.json).compactMap { last(in: $0, names) }.last
    }

    private static func last(in value: JSONValue, _ names: [String]) -> JSONValue? {
        switch value {
        case .object(let members):
            names.contains { members[$0] != nil }
                ? value : members.sorted { $0.key < $1.key }.lazy.compactMap { last(in: $0.value, names) }.last
        case .array(let items): items.lazy.compactMap { last(in: $0, names) }.last
        case .null, .bool, .int, .number, .string: nil
        }
    }
}
