import Testing

@testable import Generation

@Suite("Prompt memory")
struct PromptMemoryTests {
    @Test(
        "case and white space make no difference, words do",
        arguments: [
            ("Tell me.", "tell  ME.", false), ("Tell me.", " \n Tell\tme. ", false), ("Tell me.", "Tell me", true),
            ("Tell me.", "Tellme.", true), ("Über alles.", "über\u{a0} ALLES.", false), ("Über", "Uber", true),
        ])
    func normalisation(first: String, second: String, isNew: Bool) async {
        let memory = PromptMemory()
        #expect(await memory.admit(first))
        #expect(await memory.admit(second) == isNew)
        #expect(await memory.count == (isNew ? 2 : 1))
    }

    @Test("what a source passes is known afterwards")
    func loading() async throws {
        let memory = PromptMemory()
        try await memory.load { each in for number in 0..<1_000 { each("prompt \(number % 700)") } }
        #expect(await memory.count == 700)
        #expect(await !memory.admit("Prompt 699"))
        #expect(await memory.admit("prompt 700"))
    }

    @Test("the fault of a source is passed on, and what came before it is known")
    func failure() async {
        struct Fault: Error {}
        let memory = PromptMemory()
        await #expect(throws: Fault.self) {
            try await memory.load { each in
                each("first")
                throw Fault()
            }
        }
        #expect(await memory.count == 1)
    }
}
