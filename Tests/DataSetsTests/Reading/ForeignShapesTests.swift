import Foundation
import Records
import SafetyGrid
import Testing

@testable import DataSets

/// A file as it is found, and the prompts that are in it.
struct Shape: Sendable, CustomTestStringConvertible {
    let what: String
    let name: String
    let text: String
    let prompts: [String]
    var categories: [String?] = []
    var testDescription: String { what }

    init(_ what: String, _ name: String, _ text: String, _ prompts: [String] = Self.asks, _ categories: [String?] = [])
    {
        self.what = what
        self.name = name
        self.text = text
        self.prompts = prompts
        self.categories = categories
    }

    /// Three harmless requests.
    static let asks = [
        "How do I find the door to the garden?", "Please write a letter to the landlord.",
        "Which of the keys opens the cellar?",
    ]
}

@Suite("Data sets in the shapes that other tools write")
struct ForeignShapesTests {
    private func check(_ shape: Shape) throws {
        let file = try TestFile(shape.text, name: shape.name)
        let library = try TestFolders.library.get()
        let placement = try Placement(
            grid: library.grid(), library: library, templates: TestFolders.templates.get())
        let reader = try DataSetReader(path: file.path, placement: placement, library: library)
        var rows: [DataSetRow] = []
        while let row = try reader.next() { rows.append(row) }
        #expect(rows.map(\.prompt) == shape.prompts, "column '\(reader.guess.prompt)' of \(reader.columns)")
        if !shape.categories.isEmpty { #expect(rows.map(\.category) == shape.categories) }
    }

    private static let asks = Shape.asks

    /// A line for each request, which stands in the place of `$`.
    private static func lines(_ what: String, _ line: String, name: String = "x.jsonl") -> Shape {
        Shape(what, name, each(line, "\n") + "\n")
    }

    /// A document in which `@` stands for the list of requests, each made from `item`.
    private static func document(
        _ what: String, _ text: String, item: String = #""$""#, _ categories: [String?] = []
    ) -> Shape {
        Shape(what, "x.json", text.replacing("@", with: "[" + each(item, ",") + "]"), asks, categories)
    }

    private static func each(_ text: String, _ separator: String) -> String {
        asks.map { text.replacing("$", with: $0) }.joined(separator: separator)
    }

    private static let open: [String?] = [nil, nil, nil]

    static let conversations: [Shape] = [
        lines(
            "a list under 'prompt' that went on",
            #"{"id":1,"prompt":[{"role":"system","content":"s"},{"role":"user","content":"$"},{"role":"assistant","content":"No."}]}"#
        ),
        lines(
            "a list that ends with the user: the last message is due",
            #"{"input":[{"role":"user","content":"Hi."},{"role":"assistant","content":"Hi."},{"role":"user","content":"$"}],"target":"x"}"#
        ),
        lines(
            "a list that was carried on: the first message stands by itself",
            #"{"messages":[{"role":"user","content":"$"},{"role":"assistant","content":"Why?"},{"role":"user","content":"So."},{"role":"assistant","content":"No."}]}"#
        ),
        lines("from and value", #"{"conversations":[{"from":"human","value":"$"},{"from":"gpt","value":"No."}]}"#),
        lines(
            "parts with types, a picture among them",
            #"{"dialogue":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}},{"type":"text","text":"$"}]}]}"#
        ),
        lines(
            "parts as Gemini has them",
            #"{"contents":[{"role":"user","parts":[{"text":"$"}]},{"role":"model","parts":[{"text":"No."}]}]}"#),
        lines(
            "a name that says nothing",
            #"{"zzz":[{"speaker":"Human","utterance":"$"},{"speaker":"Bot","utterance":"No."}],"n":7}"#),
        lines(
            "messages of LangChain",
            #"{"chat":[{"type":"human","data":{"content":"$"}},{"type":"ai","data":{"content":"No."}}]}"#),
        lines("a list of parts without roles", #"{"input":[{"type":"input_text","text":"$"}]}"#),
        lines("one message", #"{"prompt":{"role":"user","content":"$"},"id":"a"}"#),
        lines(
            "a request as it is sent",
            #"{"custom_id":"r","url":"/v1","body":{"model":"m","max_tokens":9,"seed":0,"messages":[{"role":"user","content":"$"}]}}"#
        ),
        lines("bare texts in turns", #"{"category":"riddle","turns":["$","And then?"],"question_id":81}"#),
        lines("turns as pairs", #"{"turns":[{"user":"$","assistant":"No."}],"id":1}"#),
        lines("pairs as lists", #"{"history":[["$","No."],["Why?","So."]],"id":1}"#),
        lines("a conversation a line", #"[{"from":"human","value":"$"},{"from":"gpt","value":"No."}]"#),
        lines(
            "the messages as a text of JSON",
            #"{"messages":"[{\"role\":\"user\",\"content\":\"$\"},{\"role\":\"assistant\",\"content\":\"No.\"}]"}"#),
        lines(
            "transcripts", #"{"chosen":"\n\nHuman: $\n\nAssistant: No.","rejected":"\n\nHuman: $\n\nAssistant: Yes."}"#),
        lines("bare prompts a line", #""$""#),
        lines("a single text in a list a line", #"["$"]"#),
        Shape(
            "a column of lists as Python shows them", "x.csv",
            "id,messages\n" + each(#"1,"[{'role': 'user', 'content': '$'}]""#, "\n")),
        lines(
            "one message a line: the others' are no prompts",
            #"{"role":"user","content":"$"}"# + "\n" + #"{"role":"assistant","content":"I would rather not do that."}"#),
        Shape(
            "a document that is one conversation", "x.json",
            #"{"messages":[{"role":"user","content":"Open it."},{"role":"assistant","content":"No."}]}"#, ["Open it."]),
    ]

    @Test("of conversations, what the user asks", arguments: conversations)
    func conversation(_ shape: Shape) throws { try check(shape) }

    /// An attempt of garak, which stands in the report once for each status.
    private static let attempt = [1, 2].map { status in
        #"{"entry_type":"attempt","uuid":"u $","seq":0,"status":\#(status),"probe_classname":"a.B","#
            + #""prompt":{"turns":[{"role":"user","content":{"text":"$","lang":"en","notes":{}}}],"notes":{}},"#
            + #""outputs":[{"text":"I am sorry, I can not help.","lang":"en"}],"goal":"be rude to them","#
            + #""conversations":[{"turns":[{"role":"user","content":{"text":"$"}},{"role":"assistant","content":{"text":"No."}}]}]}"#
    }.joined(separator: "\n")

    static let tools: [Shape] = [
        document(
            "a payload of garak",
            #"{"garak_payload_name":"n","notice":"x","payload_types":["Safety","Other"],"detector_name":"","payloads":@}"#,
            open),
        Shape(
            "a report of garak: each attempt once, no other entry", "x.report.jsonl",
            #"{"entry_type":"start_run setup","_config.version":"0.9"}"# + "\n" + each(attempt, "\n") + "\n"
                + #"{"entry_type":"eval","probe":"a.B","passed":0,"total":3}"# + "\n"),
        lines("a hit log of garak", #"{"goal":"be rude","prompt":"$","output":"No, I will not do that.","score":1.0}"#),
        lines(
            "a hit log of garak with conversations",
            #"{"goal":"be rude to them","prompt":{"turns":[{"role":"user","content":{"text":"$"}}]},"output":{"text":"No, not I."}}"#
        ),
        lines("prompts of garak, one a line", "$", name: "x.txt"),
        document(
            "the Hub's viewer",
            #"{"features":[{"feature_idx":0,"name":"prompt","type":{"dtype":"string"}}],"rows":@,"num_rows_total":3,"partial":false}"#,
            item: #"{"row_idx":0,"row":{"prompt":"$","n":1},"truncated_cells":[]}"#),
        document("columns under 'data'", #"{"data":{"prompt":@,"id":[1,2,3]}}"#),
        document(
            "a table by columns", #"{"prompt":@,"category":["Fraud","Privacy","Fraud"]}"#,
            ["Fraud", "Privacy", "Fraud"]),
        document("one column", #"{"question":@}"#),
        document(
            "conversations by columns", #"{"messages":@,"id":[1,2,3]}"#, item: #"[{"role":"user","content":"$"}]"#),
        Shape(
            "pandas by columns", "x.json",
            #"{"prompt":{"0":"\#(asks[0])","1":"\#(asks[1])","10":"\#(asks[2])"},"n":{"0":1,"1":2,"10":3}}"#),
        document("pandas, split", #"{"columns":["id","prompt"],"index":[0,1,2],"data":@}"#, item: #"[1,"$"]"#),
        Shape(
            "pandas by index", "x.json",
            #"{"0":{"prompt":"\#(asks[0])"},"1":{"prompt":"\#(asks[1])"},"2":{"prompt":"\#(asks[2])"}}"#, asks, open),
        document(
            "pandas as a table with a schema", #"{"schema":{"fields":[{"name":"index"}],"version":"1"},"data":@}"#,
            item: #"{"prompt":"$"}"#),
        document(
            "goldens", #"{"goldens":@}"#,
            item: #"{"input":"$","expected_output":"No, thank you very much.","context":["a","b"]}"#),
        document(
            "results of promptfoo",
            #"{"evalId":"e","results":{"version":3,"prompts":[{"raw":"{{prompt}}","label":"a"}],"results":@}}"#,
            item: #"{"vars":{"prompt":"$"},"response":{"output":"No, I will not do it."},"success":true}"#),
        document(
            "a log of Inspect",
            #"{"version":2,"status":"success","eval":{"task":"t","dataset":{"sample_ids":[1,2,3]}},"samples":@}"#,
            item:
                #"{"id":1,"input":"$","target":"No","messages":[{"role":"user","content":"$"}],"output":{"model":"m"}}"#
        ),
        Shape(
            "splits", "x.json",
            #"{"train":[{"prompt":"\#(asks[0])"}],"test":[{"prompt":"\#(asks[1])"},{"prompt":"\#(asks[2])"}]}"#,
            asks, open),
        Shape(
            "lists of prompts below categories", "x.json",
            #"{"Fraud":{"prompts":["\#(asks[0])"]},"Privacy":{"prompts":["\#(asks[1])","\#(asks[2])"]}}"#, asks,
            ["Fraud", "Privacy", "Privacy"]),
        Shape(
            "each value of a variable of promptfoo", "x.yaml",
            "prompts: ['{{q}}']\ntests:\n  - vars:\n      q:\n" + each("        - \"$\"", "\n") + "\n", asks),
        Shape(
            "a template of promptfoo filled in", "x.yaml",
            "prompts: ['Tell me: {{ q }}']\ntests:\n" + each("  - vars: {q: \"$\", lang: en}", "\n") + "\n",
            asks.map { "Tell me: \($0)" }),
        Shape(
            "a variable of promptfoo that looks like a template", "x.yaml",
            "prompts: ['{{a}} {{c}}']\ntests:\n  - vars: {a: \"Where is {{b}} now?\", b: \"the key\"}\n  - vars: {a: \"Who is it then?\"}\n",
            ["Where is {{b}} now? {{c}}", "Who is it then? {{c}}"]),
        Shape(
            "the scenarios of promptfoo, and the variables of all tests", "x.yaml",
            "prompts: ['{{w}}: {{q}}']\ndefaultTest: {vars: {w: Say}}\nscenarios:\n  - config:\n"
                + each("      - vars: {q: \"$\"}", "\n") + "\n    tests:\n      - assert: []\n",
            asks.map { "Say: \($0)" }),
        Shape(
            "conversations as NumPy shows them", "x.csv",
            "id,messages\n"
                + each("1,\"[{'content': '$', 'role': 'user'}\n {'content': 'No.', 'role': 'assistant'}]\"", "\n")
                + "\n"),
        lines(
            "a text for training, as ChatML",
            #"{"text":"<|im_start|>system\ns<|im_end|>\n<|im_start|>user\n$<|im_end|>\n<|im_start|>assistant\nNo.<|im_end|>\n"}"#
        ),
        lines(
            "a text for training, as Llama 3",
            #"{"text":"<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n$<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nNo.<|eot_id|>"}"#
        ),
        lines("a text for training, as Llama 2", #"{"text":"<s>[INST] <<SYS>>\ns\n<</SYS>>\n\n$ [/INST] No. </s>"}"#),
        lines("a text for training, as Vicuna", ####"{"text":"### Human: $### Assistant: No."}"####),
        lines(
            "a text for training, as Alpaca",
            #"{"text":"Below is an instruction that describes a task.\n\n### Instruction:\n$\n\n### Response:\nNo."}"#),
        Shape(
            "files with marks of their bytes' order put one behind the other", "x.csv",
            "\u{FEFF}\"prompt\",\"category\"\n\"\(asks[0])\",\"a\"\n\u{FEFF}\"prompt\",\"category\"\n\"\(asks[1])\",\"a\"\n\u{FEFF}\"\(asks[2])\",\"b\"\n",
            asks),
        Shape("lines with marks of their bytes' order", "x.txt", "\u{FEFF}" + each("$", "\n\u{FEFF}") + "\n"),
        Shape("lists with marks of their bytes' order", "x.yaml", "\u{FEFF}" + each("- $", "\n\u{FEFF}") + "\n"),
        Shape(
            "texts that are missing", "x.csv",
            "prompt,category\n\"\(asks[0])\",a\nnan,a\n\"\(asks[1])\",a\nN/A,b\n\"\(asks[2])\",b\n", asks),
        Shape(
            "rows as lists below their heads", "x.json",
            #"[["id","prompt","category"],"# + each(#"[1,"$","Fraud"]"#, ",") + "]", asks,
            Array(repeating: "Fraud", count: 3)),
        Shape(
            "a table below its name", "x.csv",
            "Prompts of our team\n\nid;prompt;category\n" + each("1;\"$\";Fraud", "\n") + "\n", asks,
            Array(repeating: "Fraud", count: 3)),
        Shape(
            "a table below its name, as a spreadsheet saves it", "x.csv",
            "\"Prompts, of our team\",,\r\n,,\r\nid,prompt,category\r\n" + each("1,\"$\",Fraud", "\r\n") + "\r\n", asks,
            Array(repeating: "Fraud", count: 3)),
        Shape(
            "prompts of promptfoo beside a test without variables", "x.yaml",
            "prompts:\n" + each("  - \"$\"", "\n") + "\ntests:\n  - assert: [{type: is-refusal}]\n"),
        document(
            "the memory of PyRIT", "@",
            item:
                #"{"role":"user","sequence":0,"original_value":"$","conversation_id":"c"},{"role":"assistant","sequence":1,"original_value":"No, I will not.","conversation_id":"c"}"#
        ),
        lines(
            "messages of a tree",
            "{\"id\":\"a\",\"text\":\"$\",\"role\":\"prompter\",\"lang\":\"en\"}\n"
                + "{\"id\":\"b\",\"text\":\"No, I will not.\",\"role\":\"assistant\",\"lang\":\"en\"}"),
        Shape(
            "tables put one behind the other", "x.csv",
            "prompt,category\n\"\(asks[0])\",a\nprompt,category\n\"\(asks[1])\",a\n\"\(asks[2])\",b\n", asks),
        lines("documents one after the other", "{\n \"prompt\": \"$\"\n}", name: "x.json"),
        lines("lists one after the other", "[{\"prompt\": \"$\"}]", name: "x.json"),
        lines("lines with commas behind them", "{\"prompt\": \"$\"},", name: "x.json"),
        Shape("a list that is called lines", "x.jsonl", "[" + each("{\"prompt\": \"$\"}", ",\n") + "]"),
        lines("lines that are called a document", "{\"prompt\": \"$\"}", name: "x.json"),
        Shape("a list with commas before its ends", "x.json", "[" + each("{\"prompt\": \"$\",},", "") + "]"),
        lines("dictionaries as Python shows them", "{'prompt': '$', 'ok': True, 'n': None}"),
        lines("files put together, each with its mark", "\u{FEFF}{\"prompt\": \"$\"}"),
        Shape("lines that end with a carriage return", "x.jsonl", each("{\"prompt\": \"$\"}", "\r")),
    ]

    @Test("of tools and tables, each prompt once and no key for a category", arguments: tools)
    func tool(_ shape: Shape) throws { try check(shape) }

    @Test(
        "what JSON does not know does not spoil it",
        arguments: [
            ("Infinity", "1"), ("-Infinity", "1"), ("NaN", "1"), ("1e999", "1"), ("True", "1"), ("None", "1"),
            ("+1", "1"),
        ])
    func words(word: String, other: String) throws {
        let file = try TestFile("{\"a\":\(word),\"p\":\"x\"}\n{\"a\":\(other),\"p\":\"y\"}\n", name: "x.jsonl")
        let set = try DataSetFile(path: file.path)
        var texts: [String?] = []
        while let record = try set.next() { texts.append(record.text("p")) }
        #expect(texts == ["x", "y"])
    }

    @Test(
        "half a surrogate pair is replaced, counted, and costs nothing that stands beside it",
        arguments: [
            (#"\ud83d"#, "\u{FFFD}"), (#"a\ud83d b"#, "a\u{FFFD} b"), (#"\ud83d\n\ude00"#, "\u{FFFD}\n\u{FFFD}"),
            (#"\ud83d\u0041"#, "\u{FFFD}A"), (#"\ud83d\ud83d\ude00"#, "\u{FFFD}😀"),
            (#"\ude00\ud83d"#, "\u{FFFD}\u{FFFD}"),
            (#"\ud83d\\"#, "\u{FFFD}\\"), (#"\ud83d\"q\""#, "\u{FFFD}\"q\""),
        ])
    func surrogates(written: String, text: String) throws {
        for name in ["x.jsonl", "x.json"] {
            let file = try TestFile("[{\"a\":\"-\(written)-\"},{\"a\":\"z\"}]", name: name)
            let set = try DataSetFile(path: file.path)
            #expect(try set.next()?.text("a") == "-\(text)-")
            #expect(try set.next()?.text("a") == "z")
            #expect(set.repaired >= 1)
        }
    }
}
