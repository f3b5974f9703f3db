import Testing

@testable import sextant

@Suite("mistyped commands")
struct CommandSuggestionTests {
    @Test(
        "the nearest command is suggested, at every level",
        arguments: [
            (["rnu"], "'rnu'. Did you mean 'run'?"), (["nigthly", "--until", "06:00"], "Did you mean 'nightly'?"),
            (["rns", "--json"], "Did you mean 'runs'?"), (["hazard", "lst"], "Did you mean 'list'?"),
            (["oracle", "evalute", "--data", "x"], "'evalute'. Did you mean 'evaluate'?"),
        ])
    func suggested(words: [String], text: String) throws {
        let suggestion = try #require(CommandSuggestion.text(for: words))
        #expect(suggestion.hasPrefix("Error: Unknown command") && suggestion.contains(text), "\(suggestion)")
    }

    @Test(
        "nothing is suggested for commands that are there, for options, and for what is near to none",
        arguments: [
            [], ["run", "bogus"], ["runs"], ["--verison"], ["x"], ["zz"], ["hazard"], ["hazard", "show", "lst"],
            ["evaluate"],
        ])
    func nothing(words: [String]) {
        #expect(CommandSuggestion.text(for: words) == nil)
    }
}
