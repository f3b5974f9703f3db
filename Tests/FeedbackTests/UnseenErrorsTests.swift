import Foundation
import Records
import Testing

@Suite("the file of errors measured on sets that an oracle had not learned from")
struct UnseenErrorsTests {
    private func read(_ text: String) throws -> UnseenErrors { try UnseenErrors(json: Data(text.utf8)) }

    private static let file = """
        {"oracle": "builtin", "weights": "00c0ffee", "sensitivity": {"mean": 0.5}, "sets": [
          {"name": "a", "unseen": "set", "unsafe": {"unsafe": 5, "unknown": 2, "safe": 3},
           "safe": {"unsafe": 1, "unknown": 4, "safe": 15}}]}
        """

    @Test("counts are read, further fields are passed over, and other weights make it say nothing")
    func reads() throws {
        let errors = try read(Self.file)
        #expect(errors.sets.map(\.name) == ["a"])
        #expect(errors.sets[0].unsafe == UnseenErrors.Counts(unsafe: 5, unknown: 2, safe: 3))
        #expect(errors.sets[0].safe.total == 20)
        #expect(errors.of(weights: "00c0ffee") == errors)
        #expect(errors.of(weights: "other") == nil && errors.of(weights: nil) == nil)
    }

    @Test("the basis of a run keeps it, and that of older versions has none")
    func basis() throws {
        var basis = RunBasis()
        let old = try JSONEncoder().encode(basis)
        #expect(try JSONDecoder().decode(RunBasis.self, from: old).unseenErrors == nil)
        basis.unseenErrors = try read(Self.file)
        let new = try JSONEncoder().encode(basis)
        #expect(try JSONDecoder().decode(RunBasis.self, from: new) == basis)
    }

    @Test(
        "what is no such file is refused",
        arguments: [
            "", "[]", #"{"weights": "w"}"#, #"{"weights": "w", "sets": [{"name": "a"}]}"#,
            file.replacingOccurrences(of: "\"safe\": 15", with: "\"safe\": -1"),
            file.replacingOccurrences(of: "\"safe\": 15", with: "\"safe\": 9000000000000000000"),
            file.replacingOccurrences(of: "\"safe\": 15", with: "\"safe\": 1.5"),
        ])
    func refused(text: String) {
        #expect(throws: UnseenErrorsError.self) { try read(text) }
    }
}
