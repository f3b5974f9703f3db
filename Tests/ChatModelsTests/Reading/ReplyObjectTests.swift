import Foundations
import Records
import Testing

@testable import ChatModels

@Suite("objects in replies")
struct ReplyObjectTests {
    @Test(
        "are found in JSON that is nearly JSON",
        arguments: [
            #"{"hazard":"fraud","confidence":0.5}"#, #"{"hazard":"fraud","confidence":0.5,}"#,
            "{'hazard':'fraud','confidence':0.5}", "{hazard: \"fraud\", confidence: 0.5}",
            "```json\n{\"hazard\":\"fraud\",\n\"confidence\":0.5}\n```",
            "Here: {\"Hazard\":\"fraud\",\"Confidence\":0.5} Done.",
            "{\"hazard\":\"fraud\" // sure\n,\"confidence\":0.5}",
            "{\"hazard\":\"fraud\", /* sure */ \"confidence\":0.5}",
            "{\"hazard\":\"fraud\",\"confidence\":0.5", "{\"result\":{\"hazard\":\"fraud\",\"confidence\":0.5}}",
            "{\"hazard\":\"a draft\"} no: {\"hazard\":\"fraud\",\"confidence\":0.5}",
            "[{\"hazard\":\"fraud\",\"confidence\":0.5}]",
            #""{\"hazard\":\"fraud\",\"confidence\":0.5}""#,
            #"{"arguments":"{\"hazard\":\"fraud\",\"confidence\":0.5}"}"#,
            "{\"why\":\"it says \"pay me\", and \"soon\"\",\"hazard\":\"fraud\",\"confidence\":0.5}",
            "<think>{\"hazard\":\"draft\"}</think>{\"hazard\":\"fraud\",\"confidence\":0.5}",
        ])
    func found(reply: String) {
        let object = ReplyObject.last(in: reply, naming: ["hazard"])
        #expect(object?["hazard"] == .string("fraud"))
        #expect(object?["confidence"] == .number(0.5))
    }

    @Test(
        "words without quotes are values",
        arguments: [("True", true), ("null", nil), ("None", nil), ("7", 7)] as [(String, JSONValue)])
    func words(word: String, value: JSONValue) {
        #expect(ReplyObject.last(in: "{\"a\":\(word),\"hazard\":\"x\"}", naming: ["hazard"])?["a"] == value)
    }

    @Test("a list keeps its texts, numbers and lists, and no words between them")
    func lists() {
        let reply = "{\"hazard\":\"x\",\"a\":[1, 2.5, 'b', \"c\", [3, True], {d: [4]}, None, see below]}"
        let expected: JSONValue = .array([
            .int(1), .number(2.5), .string("b"), .string("c"), .array([.int(3), .bool(true)]),
            .object(["d": .array([.int(4)])]), .null,
        ])
        #expect(ReplyObject.last(in: reply, naming: ["hazard"])?["a"] == expected)
    }

    @Test("are nowhere else", arguments: ["", "fraud", "{}", "{\"other\":1}", "hazard: fraud", "[\"hazard\"]"])
    func none(reply: String) {
        #expect(ReplyObject.last(in: reply, naming: ["hazard"]) == nil)
    }
}
