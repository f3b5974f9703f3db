import Testing

@testable import ChatModels

@Suite struct PromptReaderTests {
    @Test(arguments: ["hazard", "style", "technique"])
    func recoversTheCell(dimension: String) throws {
        #expect(ReadingSamples.all.count == 1260)
        let (accuracy, wrong) = try measured(ReadingSamples.all, dimension)
        #expect(accuracy >= 0.9, "\(accuracy) \(wrong)")
    }

    @Test(arguments: ["hazard", "style", "technique"])
    func recoversTheCellOfTextsItWasNotFittedTo(dimension: String) throws {
        #expect(FreshSamples.all.count == 420)
        let (accuracy, wrong) = try measured(FreshSamples.all, dimension)
        #expect(accuracy >= 0.85, "\(accuracy) \(wrong)")
    }

    /// The share of samples whose value of the dimension is recovered, and the first that are not.
    private func measured(
        _ samples: [ReadingSamples.Sample], _ dimension: String
    ) throws -> (accuracy: Double, wrong: String) {
        let reader = try SimulatedProfile(id: "default", seeds: TestSeeds.path).reader
        let wrong = samples.compactMap { sample -> String? in
            let read = reader.read(sample.text)[dimension] ?? "nothing"
            let meant = sample.labels[dimension] ?? ""
            return read == meant ? nil : "\(meant) read as \(read): \(sample.text)"
        }
        let accuracy = 1 - Double(wrong.count) / Double(samples.count)
        return (accuracy, wrong.prefix(40).joined(separator: "\n"))
    }

    @Test(arguments: [
        ("Hello there", [:]), ("", [:]), ("?", ["style": "question"]),
        ("POISONING A PUPPY’S food", ["hazard": "animal_abuse"]),
    ])
    func textsWithoutCuesStayUnread(text: String, expected: [String: String]) throws {
        let reading = try SimulatedProfile(id: "default", seeds: TestSeeds.path).reader.read(text)
        #expect(reading == expected, "\(reading)")
    }

    @Test(
        arguments: [
            ("goverment", "government"), ("govrenment", "government"), ("governnment", "government"),
            ("government", nil), ("governments", nil), ("xylophone", nil), ("teh", nil), ("it's", nil),
        ] as [(String, String?)])
    func slipsAreSeen(word: String, meant: String?) {
        #expect(SpellingGuide(words: ["government", "then", "tea"]).correction(of: word) == meant)
    }

    @Test func aSlipOfTwoWordsStandsForTheFirstOfThem() {
        #expect(SpellingGuide(words: ["brand", "bland"]).correction(of: "band") == "bland")
        #expect(SpellingGuide(words: ["bland", "brand", "band"]).correction(of: "band") == nil)
        #expect(SpellingGuide(words: [String]()).correction(of: "band") == nil)
    }

    @Test func wordsAreTakenApart() {
        let text = PromptText("I'm goin' to “Read”—twice; O'Neill’s 'quote' café?\" ")
        #expect(text.words == ["i'm", "going", "to", "read", "twice", "o'neill's", "quote", "café"])
        #expect(text.droppedEndings == 1)
        #expect(text.endsAsQuestion)
    }

    @Test func cuesCountOnceAndPhrasesNeedAllTheirWords() {
        let values = [
            CueSet(id: "a", words: [("one two", 3)], features: []), CueSet(id: "b", words: [("ten*", 1)], features: []),
        ]
        let reader = PromptReader(dimensions: [CueDimension(id: "d", values: values)], commonWords: [])
        #expect(reader.read("tenfold tenth tens one two") == ["d": "a"])
        #expect(reader.read("one tenth two") == ["d": "b"])
        #expect(reader.read("two one") == [:])
    }
}
