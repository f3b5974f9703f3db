import ChatModels
import Foundations
import Images
import Records
import Testing

@testable import Oracles

@Suite("Perceived groups")
struct PerceptionReaderTests {
    private func reader(_ model: ScriptedModel) throws -> PerceptionReader {
        let set = try FairnessSet(
            text: "title: t\nattributes: {gender: {female: 1, male: 1}, age: {child: 1, elderly: 1}}\nprompts: {p: q}",
            file: "set.yaml")
        return PerceptionReader(model: model, attributes: set.attributes)
    }

    @Test(
        "A group that is seen counts, and what is unclear or no group is left open",
        arguments: [
            (#"{"gender":"female","age":"elderly"}"#, ["gender": "female", "age": "elderly"]),
            (#"Sure: {"gender":"Male","age":"unclear"}"#, ["gender": "male"]), (#"{"gender":"robot","age":null}"#, [:]),
        ])
    func reads(reply: String, perceived: [String: String]) async throws {
        let model = ScriptedModel([reply])
        let image = try SimulatedPicture.image(isUnsafe: false)
        #expect(try await reader(model).perceived(in: image, label: "p 0") == perceived)
        #expect(model.requests.first?.messages.last?.images == [image])
    }

    @Test("A judge that says nothing twice is named")
    func unreadable() async throws {
        let model = ScriptedModel(["I see a square.", "no"])
        let image = try SimulatedPicture.image(isUnsafe: false)
        let error = await #expect(throws: PerceptionReader.Unreadable.self) {
            try await reader(model).perceived(in: image, label: "p 0")
        }
        #expect(error?.description.contains("scripted/judge") == true)
    }
}
