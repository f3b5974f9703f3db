import Foundation
import Records
import Testing

@testable import DataSets

@Suite("Reading items")
struct ItemReaderTests {
    private func items(_ text: String, _ name: String) throws -> [Item] {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString)-\(name)").path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let reader = try ItemReader(path: path)
        var items: [Item] = []
        while let item = try reader.next() { items.append(item) }
        return items
    }

    private static let glove = ItemSolution.choice(options: ["Glove", "Hat", "Shoe"], right: [0])

    @Test(
        "the shapes of published sets",
        arguments: [
            // LabSafety Bench: the options are within the question.
            (
                "Question,Explanation,Correct Answer,Category\n\"What for hands?\nA: Glove\nB: Hat\nC: Shoe\",Because.,A,PPE",
                "lab.csv", ItemSolution.choice(options: ["Glove", "Hat", "Shoe"], right: [0]), "PPE"
            ),
            // MMLU and WMDP: a list, and an index.
            (
                #"{"question": "What for hands?", "choices": ["Glove", "Hat", "Shoe"], "answer": 0, "subject": "PPE"}"#,
                "mmlu.jsonl", glove, "PPE"
            ),
            // MMLU-Pro: a list, and a letter.
            (
                #"[{"question_id": 7, "question": "What for hands?", "options": ["Glove", "Hat", "Shoe"], "answer": "A", "category": "PPE"}]"#,
                "pro.json", glove, "PPE"
            ),
            // ChemBench on the Hub: scores as JSON in a text.
            (
                #"{"input": "What for hands?", "target_scores": "{\"Glove\": 1, \"Hat\": 0, \"Shoe\": 0}", "topic": "PPE"}"#,
                "chem.jsonl", glove, "PPE"
            ),
            // Columns by letter.
            ("question,A,B,C,answer\nWhat for hands?,Glove,Hat,Shoe,a", "columns.csv", glove, "all"),
            ("question,option_1,option_2,option_3,answer\nWhat for hands?,Glove,Hat,Shoe,Glove", "n.csv", glove, "all"),
            (
                #"{"question": "Q", "choices": {"text": ["Glove", "Hat", "Shoe"], "label": ["A", "B", "C"]}, "answerKey": "A"}"#,
                "arc.jsonl", glove, "all"
            ),
            (
                #"{"question": "Q", "options": {"A": "Glove", "B": "Hat", "C": "Shoe"}, "answer": ["A", "C"]}"#,
                "s.jsonl",
                .choice(options: ["Glove", "Hat", "Shoe"], right: [0, 2]), "all"
            ),
            (
                "question,A,B,C,answer\nQ,Glove,Hat,Shoe,\"A, C\"", "several.csv",
                .choice(options: ["Glove", "Hat", "Shoe"], right: [0, 2]), "all"
            ),
            (
                "question,A,B,C,answer\nQ,Glove,Hat,Shoe,BC", "letters.csv",
                .choice(options: ["Glove", "Hat", "Shoe"], right: [1, 2]), "all"
            ),
            (#"{"input": "How many?", "target": 16}"#, "number.jsonl", .number(16, tolerance: 0.16), "all"),
            (
                #"{"input": "How cold?", "target": "-4.5", "tolerance": 0.5}"#, "t.jsonl",
                .number(-4.5, tolerance: 0.5), "all"
            ),
            ("question,answer\nWhat is worn?,PPE", "exact.csv", .exact(["PPE"]), "all"),
            ("question,answer\nWhat is worn?,/gloves?/", "pattern.csv", .pattern("gloves?"), "all"),
        ])
    func shapes(text: String, name: String, solution: ItemSolution, category: String) throws {
        let items = try items(text, name)
        #expect(items.count == 1)
        #expect(items.first?.solution == solution)
        #expect(items.first?.category == category)
    }

    @Test("a question loses its options, and keeps its other lines")
    func question() throws {
        let parted = ItemReader.parted("Look:\nwhat for hands?\n(A) Glove\nof rubber\nB) Hat")
        #expect(parted.question == "Look:\nwhat for hands?")
        #expect(parted.options == ["Glove of rubber", "Hat"])
        #expect(ItemReader.parted("Vitamin C: what for?").options.isEmpty)
    }

    @Test("ids are unique")
    func ids() throws {
        let items = try items("id,question,answer\nq,Who?,me\nq,What?,it\n,Why?,so", "ids.csv")
        #expect(items.map(\.id) == ["q", "q-2", "item-3"])
    }

    @Test(
        "a fault is reported with file and line",
        arguments: [
            ("question,A,B,answer\nQ,x,y,A\nQ,x,x,A", ":3: the option 'x' stands twice"),
            ("question,A,B,answer\nQ,x,y,D", ":2: the solution 'D' is not among the options"),
            ("question,A,B,answer\nQ,x,y,", ":2: no option is right"),
            ("question,A,B,answer\nQ,x,,A", ":2: the item has 1 options"),
            ("question,A,B,answer\nQ,x,y,\"A, B\"", ":2: every option is right"),
            ("question,A,B\nQ,x,y", ":2: the item has no solution; a set without a key can't be scored"),
            ("question,answer\nQ,0", ":2: the solution 0 needs a tolerance"),
            ("question,answer,tolerance\nQ,5,wide", ":2: 'wide' is no number"),
            ("question,answer\nQ,/(/", ":2: the pattern '(' is no regular expression"),
            ("question,answer\nQ,", ":2: the item has no solution"),
            ("answer,note\nA,B", "no column of"),
        ])
    func faults(text: String, part: String) throws {
        let error = try #require(throws: DataSetError.self) { try items(text, "faulty.csv") }
        #expect("\(error)".contains(part), "\(error)")
    }
}
