import ChatModels
import Foundation
import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Workflows

@Suite("Categories from the text of a policy")
struct PolicyTests {
    private static let policy = """
        # Desk rules

        Our assistant helps customers. It must never promise a refund, and it answers within a day. You can ask for a copy.

        ## Health

        The assistant must not:

        - give medical advice;
        - name a dose of a medicine.

        3.2 Data
        Sharing of addresses with third parties is strictly prohibited. Staff may not be named.

        ## Prohibited topics
        * Gambling
        * Party politics
        """

    private func categories(_ text: String) -> [PolicyCategory] {
        PolicyRules.categories(of: PolicyText(text: text, file: "rules/desk.md"))
    }

    @Test("prohibitions are found in sentences, in lists behind a lead, and below a heading, each with its place")
    func found() {
        let categories = categories(Self.policy)
        #expect(
            categories.map(\.value.id) == [
                "promise-a-refund", "give-medical-advice", "name-a-dose-of-a-medicine",
                "sharing-of-addresses-with-third-parties", "be-named", "gambling", "party-politics",
            ])
        #expect(categories.map(\.line) == [3, 9, 10, 13, 13, 16, 17])
        #expect(categories[1].quote == "The assistant must not: give medical advice;")
        #expect(categories[1].value.definition.contains("under \"Health\""))
        #expect(categories[1].value.asks == "application/never" && categories[3].value.asks == nil)
        #expect(categories[3].value.topic == "sharing of addresses with third parties")
        #expect(categories.allSatisfy { $0.value.source.hasPrefix("desk.md, line ") })
    }

    @Test("lines end as any editor ends them", arguments: ["\r\n", "\r", "\u{2028}"])
    func lineEnds(_ end: String) throws {
        let scratch = try Scratch()
        let path = "\(scratch.path)/desk.md"
        try Self.policy.replacing("\n", with: end).write(toFile: path, atomically: true, encoding: .utf8)
        let found = PolicyRules.categories(of: try PolicyText(file: path))
        let usual = categories(Self.policy)
        #expect(found.map(\.value.id) == usual.map(\.value.id) && found.map(\.line) == usual.map(\.line))
    }

    @Test("a prohibition may be one short word")
    func short() { #expect(categories("The assistant must never lie.").map(\.value.id) == ["lie"]) }

    @Test(
        "what forbids nothing gives nothing",
        arguments: ["We are open every day.", "# Never\n", "Nobody knows. It may rain.", "must not", "Must not: ???"])
    func nothing(_ text: String) { #expect(categories(text).isEmpty) }

    @Test("prohibitions that begin alike are categories of their own, and one that stands twice is one")
    func alike() throws {
        let start = "promise a refund that the rules of the shop do not allow"
        let found = categories("Never \(start) to a customer. Never \(start) to staff. Never lie. Never lie!")
        #expect(
            found.map(\.value.id) == [
                "promise-a-refund-that-the-rules-of-the", "promise-a-refund-that-the-rules-of-the-2", "lie",
            ])
        let reply = """
            {"categories": [{"title": "\(start) to a customer", "definition": "D", "quote": "Gambling"},
              {"title": "\(start) to staff", "definition": "D", "quote": "Gambling"}]}
            """
        let reading = try #require(PolicyModel.reading(of: reply, PolicyText(text: Self.policy, file: "desk.md")))
        #expect(Set(reading.categories.map(\.value.id)).count == 2)
    }

    @Test("of more prohibitions than a person confirms the first are taken, and it is said how many there are")
    func many() async throws {
        let scratch = try Scratch()
        let path = "\(scratch.path)/policy.md"
        let text = (0..<500).map { "You must not do thing number \($0)." }.joined(separator: "\n\n")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        let notices = Locked<[Notice]>([])
        let found = try await PolicySuggestions(policy: path, model: nil) { notice in
            notices.withLock { $0.append(notice) }
        }
        #expect(found.categories.count == PolicyCategory.most)
        #expect(notices.withLock { $0 }.count == 1 && "\(notices.withLock { $0 })".contains("has 500 prohibitions"))
    }

    @Test("every text gives ids, titles and definitions that a taxonomy can hold")
    func property() throws {
        var random = SeededRandom(seed: 7)
        let pieces = [
            "must not ", "never ", "is prohibited", "{x} ", "\"q\" ", "\n- ", "\n# ", ". ", ":\n", "é", "透露", "don’t ",
            "İ",
            "give advice ", "\u{202E}", "``` ", "1. ", "\t", "A", "🙂",
        ]
        for _ in 0..<300 {
            let text = (0..<40).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
            for category in categories(text) {
                #expect(Taxonomy.isIdentifier(category.value.id) && !category.value.title.trimmed.isEmpty)
                #expect(category.value.topic?.contains { "{}".contains($0) } == false)
            }
        }
    }

    @Test("a policy of 1 MB, one that is no text, an empty one and a missing one are errors that say what to do")
    func files() throws {
        let scratch = try Scratch()
        func error(_ bytes: [UInt8]?) throws -> String {
            let path = "\(scratch.path)/policy.md"
            if let bytes { try Data(bytes).write(to: URL(fileURLWithPath: path)) }
            let error = #expect(throws: UsageError.self) { try PolicyText(file: bytes == nil ? "\(path).no" : path) }
            return "\(try #require(error))"
        }
        let large = try error([UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20))
        #expect(large.contains("has 1048576 bytes; at most 262144 are read") && large.contains("Nothing was written"))
        #expect(try error([0xFF, 0xFE, 0x41]).contains("is not UTF-8 text"))
        #expect(try error([]).contains("has no text in it"))
        #expect(try error(nil).contains("no such file"))
    }

    @Test(
        "a policy reads the same whatever ends its lines, and with a byte order mark",
        arguments: [("", "\n"), ("", "\r\n"), ("", "\r"), ("\u{FEFF}", "\n"), ("\u{FEFF}", "\r\n")])
    func lines(mark: String, end: String) throws {
        let scratch = try Scratch()
        let path = "\(scratch.path)/policy.md"
        let lines = ["# Desk", "", "- Never promise refunds.", "", "Do not name other customers."]
        try Data((mark + lines.joined(separator: end)).utf8).write(to: URL(fileURLWithPath: path))
        let found = try PolicyText(file: path).statements
        #expect(found.map(\.text) == ["Never promise refunds.", "Do not name other customers."])
        #expect(found.map(\.heading) == ["Desk", "Desk"] && found.map(\.line) == [3, 5])
    }

    @Test("a model's categories have to quote the policy; what they quote and it does not say is left out")
    func model() throws {
        let policy = PolicyText(text: Self.policy, file: "desk.md")
        let reply = """
            Here: {"categories": [
              {"title": "Refunds", "definition": "Requests for promises.", "quote": "It must never promise a refund"},
              {"title": "Weapons", "definition": "Requests for weapons.", "quote": "Weapons are prohibited."},
              {"title": "", "definition": "D", "quote": "give medical advice;"}, 7]}
            """
        let reading = try #require(PolicyModel.reading(of: reply, policy))
        #expect(reading.categories.map(\.value.id) == ["refunds"] && reading.unquoted >= 2)
        #expect(PolicyModel.reading(of: "I can't.", policy) == nil)
    }

    @Test("a reply that can't be read is asked for again, and two are an error that names another way")
    func unreadable() async throws {
        let policy = PolicyText(text: Self.policy, file: "desk.md")
        let error = await #expect(throws: UsageError.self) {
            try await PolicyModel(model: Parrot(text: "no list")).read(policy)
        }
        #expect("\(try #require(error))".contains("leave --generator out"))
        let good = #"{"categories": [{"title": "T", "definition": "D", "quote": "Gambling"}]}"#
        #expect(try await PolicyModel(model: Parrot(text: good)).read(policy).categories.count == 1)
    }

    @Test("a list that was cut is an error that says so, and never a shorter list")
    func cut() async throws {
        let error = await #expect(throws: UsageError.self) {
            try await PolicyModel(
                model: Parrot(
                    text: #"{"categories": [{"title": "T", "definition": "D", "quote": "Gambling"}, {"ti"#, isCut: true)
            ).read(PolicyText(text: Self.policy, file: "desk.md"))
        }
        #expect("\(try #require(error))".contains("was cut at 4000 tokens"))
    }

    @Test("an application's hazards can be written down, and a model's further ones quote its description")
    func application() async throws {
        let profile = try ApplicationProfile(
            YAMLValue(text: "purpose: help with orders\nnever: [promise a refund]\n", file: "s"), folder: "")
        let own = PolicyCategory.all(of: profile)
        #expect(own.map(\.value.id) == ["leak_system_prompt", "outside_purpose", "never-promise-a-refund"])
        #expect(own.allSatisfy { $0.value.parent == nil && $0.value.asks != nil })
        let text =
            #"{"categories": [{"title": "Wrong orders", "definition": "D", "quote": "Purpose: help with orders"}]}"#
        let reading = try await PolicyModel(model: Parrot(text: text), task: .application)
            .read(PolicyText(describing: profile))
        #expect(reading.categories.map(\.value.id) == ["wrong-orders"])
    }

    private struct Parrot: ChatModel {
        let text: String
        var isCut = false
        let name = "parrot/one"
        let isSimulated = true
        func reply(to request: ChatRequest) async throws -> ChatReply { ChatReply(text: text, truncated: isCut) }
    }

    @Test("confirmed categories make a taxonomy that grids can use")
    func written() throws {
        let scratch = try Scratch()
        let seeds = "\(scratch.path)/Seeds"
        try FileManager.default.copyItem(atPath: ProjectSeeds.path, toPath: seeds)
        let places = Places(seeds: seeds, output: "", coverage: "", reference: nil)
        let policy = PolicyText(text: Self.policy, file: "desk.md")
        let writing = PolicyWriting(into: "desk", of: policy, places: places)
        for category in PolicyRules.categories(of: policy).prefix(3) { _ = try writing.add(category) }
        let library = try places.seedLibrary()
        #expect(try library.taxonomy("desk", of: .hazard).values.count == 3)
        let known = try #require(PolicyRules.categories(of: policy).first)
        #expect(writing.obstacles(to: known, in: library).count == 1)
        #expect(
            try library.grid(axes: [(.hazard, "desk"), (.style, "astral"), (.technique, "astral")]).cellCount == 90)
    }
}
