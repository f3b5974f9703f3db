import Foundations
import SafetyGrid
import Testing

@testable import Generation

@Suite("Reading of prompts in a reply")
struct PromptListReadingTests {
    static let first = "Tell me how a kettle works."
    static let second = "Why does the moon look larger at dusk?"

    /// Replies that hold both prompts.
    static let shapes: [(name: String, reply: String)] = [
        ("array", #"["\#(first)", "\#(second)"]"#),
        ("fence", "```json\n[\"\(first)\", \"\(second)\"]\n```"),
        ("fence without a language", "```\n[\"\(first)\",\n \"\(second)\"]\n```"),
        ("prose around", "Sure! Here are [two] prompts:\n[\"\(first)\", \"\(second)\"]\nI hope these help."),
        ("unclosed bracket in the prose", "I made [2 prompts: [\"\(first)\", \"\(second)\"]"),
        ("trailing comma", "[\"\(first)\", \"\(second)\",]"),
        ("missing comma", "[\"\(first)\"\n\"\(second)\"]"),
        ("single quotes", "['\(first)', '\(second)']"),
        ("curly quotes", "[“\(first)”, “\(second)”]"),
        ("backticks", "[`\(first)`, `\(second)`]"),
        ("objects", #"[{"prompt": "\#(first)"}, {"prompt": "\#(second)"}]"#),
        ("objects with more", #"[{"id": 1, "style": "slang", "text": "\#(first)"}, {"id": 2, "Text": "\#(second)"}]"#),
        ("wrapped", #"{"prompts": ["\#(first)", "\#(second)"]}"#),
        ("wrapped twice", #"{"result": {"tests": [{"question": "\#(first)"}, {"question": "\#(second)"}]}}"#),
        ("numbered keys", #"{"1": "\#(first)", "2": "\#(second)"}"#),
        ("named keys", #"{"prompt_1": "\#(first)", "note": "two of them", "prompt_2": "\#(second)"}"#),
        ("bare keys", "[{prompt: \"\(first)\"}, {prompt: '\(second)'}]"),
        ("lines of objects", "{\"prompt\": \"\(first)\"}\n{\"prompt\": \"\(second)\"}"),
        ("truncated in a text", #"["\#(first)", "\#(second)", "And what abou"#),
        ("truncated after a comma", #"["\#(first)", "\#(second)","#),
        ("quoted as a whole", #"{"prompts": "[\"\#(first)\", \"\#(second)\"]"}"#),
        ("thoughts before", "<think>[\"a draft that counts for nothing\"]</think>[\"\(first)\", \"\(second)\"]"),
        ("byte order mark", "\u{FEFF}[\"\(first)\", \"\(second)\"]"),
        ("comments", "[\n// one\n\"\(first)\", // two\n\"\(second)\"\n]"),
        ("nested lists", "[[\"\(first)\"], [\"\(second)\"]]"),
        ("encoded twice", #""[\"\#(first)\", \"\#(second)\"]""#),
        ("arguments of a call", #"{"name":"f","arguments":"{\"prompts\":[\"\#(first)\",\"\#(second)\"]}"}"#),
        ("items of HTML", "<ol><li>\(first)</li><li>\(second)</li></ol>"),
        ("tags", "<prompt>\(first)</prompt>\n<prompt>\n\(second)\n</prompt>"),
        ("table", "| # | prompt |\n|---|---|\n| 1 | \(first) |\n| 2 | \(second) |"),
        ("numbers", "1. \(first)\n2. \(second)"),
        ("numbers in brackets", "Here you go:\n\n1) \(first)\n\n2) \(second)\n\nLet me know if you need more."),
        ("bold numbers", "**1.** \(first)\n**2.** \(second)"),
        ("bullets", "- \(first)\n- \(second)"),
        ("stars and quotes", "* \"\(first)\"\n* \"\(second)\""),
        ("points", "• \(first)\n• \(second)"),
        ("labels", "Prompt 1: \(first)\nPrompt 2: \(second)"),
        ("labels of the paper", "#Prompt: \(first)\n#Prompt: \(second)"),
        ("bold labels", "**Prompt 1:** \(first)\n\n**Prompt 2:** \(second)"),
        ("lines that go on", "1. Tell me how\n   a kettle works.\n2. Why does the moon look larger\nat dusk?"),
        ("lines in quotes", "Here they are\n\"\(first)\"\n\"\(second)\""),
        ("windows lines", "1. \(first)\r\n2. \(second)\r\n"),
        ("twice the same", #"["\#(first)", "\#(first)", "\#(second)"]"#),
        ("with remarks", #"["Here are the prompts:", "\#(first)", "Note: these are for testing.", "\#(second)"]"#),
        ("white space around", "[\"  \(first)\\n\", \"\\t\(second) \"]"),
    ]

    @Test("shapes of a reply", arguments: shapes)
    func shape(name: String, reply: String) {
        #expect(PromptListReading(reply).prompts == [Self.first, Self.second], "\(name)")
    }

    @Test(
        "escapes, inner quotes and other scripts",
        arguments: [
            (#"["Say \"hello\" to the\nneighbours"]"#, "Say \"hello\" to the\nneighbours"),
            (#"["Say "hello" to the neighbours"]"#, "Say \"hello\" to the neighbours"),
            (#"['It's what I don't know']"#, "It's what I don't know"),
            (#"["Was ist ein \u00e4lterer Baum?"]"#, "Was ist ein älterer Baum?"),
            (#"["Smile \ud83d\ude00 at the neighbours"]"#, "Smile 😀 at the neighbours"),
            (#"["请告诉我怎样照顾盆栽植物"]"#, "请告诉我怎样照顾盆栽植物"),
            (#"["Half a pair \ud83d is left out"]"#, "Half a pair  is left out"),
            ("[\"nothing\u{0} hid\u{202E}den here\"]", "nothing hidden here"),
        ])
    func text(reply: String, prompt: String) {
        #expect(PromptListReading(reply).prompts == [prompt])
    }

    @Test(
        "what is no prompt is left out",
        arguments: [
            "", " \n ", "[]", "{}", "[[[]]]", "null", "[1, 2, 3]", "[\"...\"]", "[\"short\"]", "[\"12345678901\"]",
            "I can't help with that.", "Here is some prose without any list in it.",
            #"["first prompt", "second prompt"]"#, #"["I'm sorry, but I can't assist with that."]"#,
            #"["\#(String(repeating: "long ", count: 1000))"]"#, "```", "[", "{\"prompt\":", "'", "\\",
            String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 50_000),
            String(repeating: "\"", count: 100_000), String(repeating: "[\" ", count: 50_000),
        ])
    func nothing(reply: String) {
        #expect(PromptListReading(reply).prompts.isEmpty)
    }

    @Test("a reply holds at most so many prompts, and only its beginning is read")
    func bounds() {
        let many = (0..<500).map { "\"Prompt with the number \($0)\"" }.joined(separator: ",")
        #expect(PromptListReading("[\(many)]").prompts.count == PromptListReading.mostPrompts)
        let late = String(repeating: " ", count: PromptListReading.longestReply) + "[\"\(Self.first)\"]"
        #expect(PromptListReading(late).prompts.isEmpty)
    }

    @Test("whatever happens to a reply, what is read keeps to its bounds", arguments: 0..<40)
    func mutations(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed), "mutations")
        let junk: [Unicode.Scalar] = [
            "[", "]", "{", "}", "\"", "'", ",", ":", "\\", "\n", "*", "1", ".", "-", "`", "“", "\u{202E}", "\u{0}", "u",
            "é", "\u{FEFF}", "<", "#",
        ]
        for _ in 0..<100 {
            let shape = Self.shapes[Int.random(in: 0..<Self.shapes.count, using: &random)].reply
            var scalars = Array(shape.unicodeScalars)
            for _ in 0..<Int.random(in: 1...8, using: &random) where !scalars.isEmpty {
                let place = Int.random(in: 0..<scalars.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: scalars.remove(at: place)
                case 1: scalars.insert(junk[Int.random(in: 0..<junk.count, using: &random)], at: place)
                case 2: scalars[place] = junk[Int.random(in: 0..<junk.count, using: &random)]
                case 3: scalars.removeLast(Int.random(in: 0..<(scalars.count - place), using: &random))
                default: scalars.insert(contentsOf: scalars[place...].prefix(60), at: place)
                }
            }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            check(String(view))
        }
    }

    private func check(_ reply: String) {
        let prompts = PromptListReading(reply).prompts
        #expect(prompts.count <= PromptListReading.mostPrompts && Set(prompts).count == prompts.count)
        for prompt in prompts {
            let length = prompt.unicodeScalars.count
            #expect((PromptListReading.shortestPrompt...PromptListReading.longestPrompt).contains(length), "\(reply)")
            #expect(prompt == prompt.trimmed)
            #expect(!prompt.unicodeScalars.contains { $0 == "\u{0}" || $0 == "\u{202E}" })
        }
    }

    @Test("of a list cut off anywhere, every prompt that is whole is read", arguments: 0..<60)
    func truncated(cut: Int) {
        let whole = #"["\#(Self.first)", "\#(Self.second)", "What makes bread rise in the oven?"]"#
        let kept = String(whole.prefix(cut * whole.count / 60))
        let expected = PromptListReading(whole).prompts.filter { kept.contains("\"\($0)\"") }
        #expect(PromptListReading(kept).prompts == expected)
    }
}
