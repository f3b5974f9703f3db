import Testing

@testable import ChatModels

@Suite("thoughts")
struct ThoughtsTests {
    @Test(
        "are kept apart in every form",
        arguments: [
            ("<think>They ask for X.</think>\n\nNo.", "No.", "They ask for X.", false),
            ("\n <THINK>\nX\n</Think>No.", "No.", "X", false),
            ("\u{FEFF}<thinking>X</thinking>No.", "No.", "X", false),
            ("<thought>X</thought>\nNo.", "No.", "X", false), ("<reasoning>X</reasoning> No.", "No.", "X", false),
            ("◁think▷X◁/think▷No.", "No.", "X", false), ("[THINK]X[/THINK]No.", "No.", "X", false),
            ("<|begin_of_thought|>X<|end_of_thought|>\nNo.", "No.", "X", false),
            ("<|START_THINKING|>X<|END_THINKING|>No.", "No.", "X", false),
            ("<seed:think>X</seed:think>No.", "No.", "X", false), ("<mm:think>X</mm:think>No.", "No.", "X", false),
            ("<|channel>thought\nX<channel|>No.", "No.", "X", false),
            ("<|channel>thought\n<channel|>No.", "No.", nil, false),
            ("I look at it.\n<channel|>No.", "No.", "I look at it.", false),
            // The template wrote the beginning into the prompt.
            ("X, so I decline.</think>\n\nNo.", "No.", "X, so I decline.", false),
            ("X\n</think>\nNo.", "No.", "X", false), ("X</think>", "", "X", false),
            // Cut off.
            ("<think>X, then Y", "", "X, then Y", true), ("<think>", "", nil, true),
            ("<think>X</think>No.\n<think>again", "No.", "X\nagain", true),
            // Within each other, one after the other, and spoken of within thoughts.
            ("<think>a <think>b</think> c</think>No.", "No.", "a <think>b</think> c", false),
            ("<think>a</think>\n<think>b</think>No.", "No.", "a\nb", false),
            ("<think>a</think>No.\n<think>b</think>\nNever.", "No.\n\nNever.", "a\nb", false),
            ("<think>They ask about <think> marks.</think>No.", "No.", "They ask about <think> marks.", false),
            (
                "<think>They ask about </think> marks.</think>\nNo.", "No.", "<think>They ask about </think> marks.",
                false
            ),
            ("<think></think>\n\nNo.", "No.", nil, false),
        ] as [(String, String, String?, Bool)])
    func forms(text: String, response: String, reasoning: String?, isUnfinished: Bool) {
        let thoughts = Thoughts(in: text)
        #expect(thoughts.response == response)
        #expect(thoughts.reasoning == reasoning)
        #expect(thoughts.isUnfinished == isUnfinished)
    }

    @Test(
        "that a response only speaks of are part of it",
        arguments: [
            "A model writes `<think>` before it responds, and `</think>` behind that.",
            "Sure:\n```\n<think>\nhm\n</think>\nYes.\n```\nThat is all.",
            "Use <think>…</think> for that.", "The mark </think> ends it.", "It ends with \"</think>\".",
            "```xml\n<a></think></a>\n```", "First this.\n<think>then that</think>\nand so on.", "Two < three > one",
            "[thinking] aloud", "analysis of the market: assistantfinal is no word", "", "   \n",
        ])
    func quoted(text: String) {
        #expect(Thoughts(in: text) == Thoughts(in: text))
        #expect(Thoughts(in: text).response == text)
        #expect(Thoughts(in: text).reasoning == nil)
    }

    @Test(
        "tokens that end a turn are no part of a response",
        arguments: [
            ("No.<|im_end|>", "No."), ("No.\n<|eot_id|>", "No."), ("No.</s></s>\n", "No."), ("No.<end_of_turn>", "No."),
            ("No.<｜end▁of▁sentence｜>", "No."), ("<think>X</think>\nB<|im_end|>\n", "B"),
            ("<|START_THINKING|>X<|END_THINKING|><|START_RESPONSE|>No.<|END_RESPONSE|>", "No."), ("<|im_end|>", ""),
            ("It ends with `</s>`.", "It ends with `</s>`."), ("No.<|im_end|>\nMore", "No.<|im_end|>\nMore"),
            (" No.\n", " No.\n"),
        ])
    func turnMarks(text: String, response: String) {
        #expect(ChatReply(text: text).separatingThoughts().text == response)
    }

    @Test("a response that quotes the marks behind real thoughts keeps its quotations")
    func quotedBehindThoughts() {
        let thoughts = Thoughts(in: "<think>X</think>Write `<think>` first:\n```\n<think>\nhm\n</think>\n```\nDone.")
        #expect(thoughts.response == "Write `<think>` first:\n```\n<think>\nhm\n</think>\n```\nDone.")
        #expect(thoughts.reasoning == "X")
    }

    @Test(
        "channels of gpt-oss are read apart",
        arguments: [
            (
                "<|channel|>analysis<|message|>X<|end|><|start|>assistant<|channel|>final<|message|>No.<|return|>",
                "No.",
                "X", false
            ),
            (
                "<|start|>assistant<|channel|>analysis<|message|>X<|end|><|start|>assistant<|channel|>commentary to=a"
                    + "<|message|>{}<|call|><|channel|>final<|message|>No.", "No.", "X\n{}", false
            ),
            ("<|channel|>final<|message|>No.", "No.", nil, false),
            ("<|channel|>analysis<|message|>X and", "", "X and", true),
            ("analysisThe user asks.assistantfinalNo.", "No.", "The user asks.", false),
        ] as [(String, String, String?, Bool)])
    func channels(text: String, response: String, reasoning: String?, isUnfinished: Bool) {
        let thoughts = Thoughts(in: text)
        #expect(thoughts.response == response)
        #expect(thoughts.reasoning == reasoning)
        #expect(thoughts.isUnfinished == isUnfinished)
    }

    @Test(
        "any number of marks is gone through without end",
        arguments: [
            "<think>", "</think>", "<think></think>", "x </think> y\n", "\n<think>", "```\n</think>", "<|channel|>",
        ])
    func many(unit: String) {
        let text = String(repeating: unit, count: 100_000)
        let thoughts = Thoughts(in: text)
        #expect(thoughts.response.utf8.count + (thoughts.reasoning?.utf8.count ?? 0) <= text.utf8.count)
    }

    @Test("log-probabilities of thoughts go with them")
    func tokens() {
        var reply = ChatReply(text: "<think>safe</think>unsafe")
        reply.tokens = ["<think>", "safe", "</think>", "un", "safe"].map {
            TokenProbability(text: $0, logProbability: 0, alternatives: [:])
        }
        #expect(reply.separatingThoughts().tokens?.map(\.text) == ["un", "safe"])
    }
}
