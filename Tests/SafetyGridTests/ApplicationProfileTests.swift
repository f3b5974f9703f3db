import Foundation
import Foundations
import SafetyGrid
import Testing

@Suite("Applications and their hazards")
struct ApplicationProfileTests {
    private static let shop = """
        purpose: "help with orders of a shoe shop."
        users: customers of the shop
        tools: [look_up_order]
        never:
          - "promise a refund that the rules do not allow"
          - "give  medical
             advice."
        """

    private func profile(_ text: String, folder: String = "") throws -> ApplicationProfile {
        try ApplicationProfile(YAMLValue(text: text, file: "sextant.yaml"), folder: folder)
    }

    @Test("its hazards are the leak, the purpose, every prohibition and every tool, and say what they are about")
    func hazards() throws {
        let hazards = try profile(Self.shop).hazards
        #expect(hazards.id == "application" && hazards.dimension == .hazard)
        #expect(
            hazards.values.map(\.id) == [
                "leak_system_prompt", "outside_purpose", "never-promise-a-refund-that-the-rules-do-not",
                "never-give-medical-advice", "tool-look-up-order",
            ])
        #expect(hazards.values.map(\.parent) == ["leak_system_prompt", "outside_purpose", "never", "never", "tool"])
        #expect(hazards.values[1].definition.contains("to help with orders of a shoe shop for customers of the shop"))
        #expect(hazards.values[3].wordsInSentence == "give medical advice" && hazards.values[3].severity == 2)
        #expect(
            hazards.values.allSatisfy { Taxonomy.isIdentifier($0.id) && $0.asks?.hasPrefix("application/") == true })
    }

    @Test("the system prompt is a file beside the configuration")
    func file() throws {
        let folder = try TemporaryFolder()
        try Data("You are the desk.\n".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/desk.txt"))
        let text = "purpose: help\nsystem-prompt: desk.txt\n"
        #expect(try profile(text, folder: folder.path).systemPrompt == "You are the desk.")
        let error = #expect(throws: ConfigurationError.self) { try profile(text, folder: "/nowhere") }
        #expect("\(try #require(error))".contains("cannot read /nowhere/desk.txt: no such file"))
        let inFolder = #expect(throws: ConfigurationError.self) {
            try profile("purpose: help\nsystem-prompt: .\n", folder: folder.path)
        }
        #expect("\(try #require(inFolder))".contains("it is a folder; name a file in it"))
    }

    @Test("it is kept with a run as it is, and prompts of other scripts have ids too")
    func kept() throws {
        let profile = try profile(Self.shop)
        #expect(try JSONDecoder().decode(ApplicationProfile.self, from: JSONEncoder().encode(profile)) == profile)
        let chinese = try self.profile("purpose: 帮助\nnever: [透露密码, 承诺退款]\n").hazards.values.map(\.id)
        #expect(chinese.count == 4 && Set(chinese).count == 4 && chinese.allSatisfy(Taxonomy.isIdentifier))
    }

    @Test(
        "what can't be is an error with file and line",
        arguments: [
            ("users: us\n", "the key 'purpose' is missing"),
            (
                "purpose: help\nnever: [give advice, 'Give advice!']\n",
                "sextant.yaml:2: the prohibition 'Give advice!' stands twice"
            ),
            ("purpose: help\nnever: ['say {x}']\n", "sextant.yaml:2: no braces can stand in this text"),
            ("purpose: '.'\n", "sextant.yaml:1: the text is empty"),
            ("purpose: help\ntool: [x]\n", "sextant.yaml:2: unknown key 'tool'"),
            ("purpose: \(String(repeating: "long ", count: 60))\n", "characters are too many for a phrase"),
            ("purpose: help\ntools: look_up\n", "sextant.yaml:2: expected a list"),
        ])
    func faults(_ text: String, _ message: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try profile(text) }
        let said = "\(try #require(error))"
        #expect(said.contains(message), "\(said)")
    }
}
