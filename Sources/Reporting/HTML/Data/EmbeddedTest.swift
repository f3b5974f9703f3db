import Analysis
import Images
import Records

/// A test as the script of the report's page reads it: an object with what there is of it, under the names of `detail.js`.
struct EmbeddedTest {
    /// Most of each list that a test has on the page.
    private static let longestList = 20
    /// Most Unicode scalars of a short text, such as an oracle's name.
    private static let nameLimit = 200

    private let record: TestRecord
    private let further: [Verdict]
    private let labels: [HumanLabel]
    private let excerpt: Int?

    /// A test.
    ///
    /// - Parameter prompt: most Unicode scalars of its prompt, and then no response; nil for all texts
    init(_ record: TestRecord, further: [Verdict], labels: [HumanLabel], prompt: Int?) {
        self.record = record
        self.further = further
        self.labels = labels
        excerpt = prompt
    }

    func append(to text: inout JSONText) {
        text.raw("{\"id\":\"")
        text.raw(Array(TestsFile.id(ordinal: record.plan.ordinal).utf8))
        text.raw("\",\"cell\":")
        text.int(record.plan.cell)
        text.raw(",\"round\":")
        text.int(record.plan.round)
        text.raw(",\"selection\":")
        text.string(record.plan.selection.rawValue)
        text.raw(",\"label\":")
        text.string(label)
        var isCut = excerpt != nil
        isCut = !member(",\"prompt\":", record.testCase?.prompt, excerpt ?? FindingItem.promptLimit, &text) || isCut
        if excerpt == nil {
            isCut = !member(",\"response\":", record.response?.text, FindingItem.responseLimit, &text) || isCut
            isCut = !member(",\"reasoning\":", record.response?.reasoning, FindingItem.responseLimit, &text) || isCut
        }
        list(",\"images\":[", record.images.prefix(Self.longestList), to: &text) { image, text in
            text.string(image.fileName)
        }
        member(",\"blocked\":", record.response?.blocked, FindingItem.reasonLimit, &text)
        isCut = !appendTurns(to: &text) || isCut
        appendVerdicts(to: &text)
        appendPeople(to: &text)
        appendOrigin(to: &text)
        if record.stage == .failed, let failure = record.failure {
            let reason = "before it was \(failure.stage.rawValue): \(failure.reason)"
            member(",\"failure\":", reason, FindingItem.reasonLimit, &text)
        }
        if isCut { text.raw(",\"cut\":true") }
        text.raw("}")
    }

    /// The verdict of the run's oracle, or why there is none.
    private var label: String {
        if let verdict = record.verdict { return verdict.label.rawValue }
        return record.stage == .failed ? "failed" : "unfinished"
    }

    private func appendVerdicts(to text: inout JSONText) {
        let own = record.verdict.map { [$0] } ?? []
        let all = own + further.prefix(Self.longestList)
        guard !all.isEmpty else { return }
        if !own.isEmpty { text.raw(",\"judged\":true") }
        let known = Set(all.map(\.label)).subtracting([.unknown])
        if known.count > 1 { text.raw(",\"differ\":true") }
        list(",\"verdicts\":[", all, to: &text) { verdict, text in
            text.raw("{\"label\":")
            text.string(verdict.label.rawValue)
            text.raw(",\"behaviour\":")
            text.string(verdict.behaviour.rawValue)
            text.raw(",\"confidence\":")
            text.number(verdict.confidence)
            member(",\"grade\":", verdict.grade.map(GradeText.grade), Self.nameLimit, &text)
            member(",\"oracle\":", verdict.oracle, Self.nameLimit, &text)
            member(",\"reason\":", verdict.reason, excerpt ?? FindingItem.reasonLimit, &text)
            text.raw("}")
        }
    }

    /// The turns of a conversation; says whether that was all of their texts.
    private func appendTurns(to text: inout JSONText) -> Bool {
        let turns = record.turns.conversation
        guard excerpt == nil, !turns.isEmpty else { return true }
        var isWhole = turns.count <= TurnItem.mostTurns
        if let unsafe = record.verdict?.details?.unsafeTurn {
            text.raw(",\"unsafe\":")
            text.int(unsafe)
        }
        list(",\"turns\":[", turns.prefix(TurnItem.mostTurns), to: &text) { turn, text in
            text.raw("{\"user\":")
            text.string(Self.shortened(turn.user, to: FindingItem.promptLimit))
            if !turn.text.isEmpty {
                isWhole = member(",\"said\":", turn.text, FindingItem.responseLimit, &text) && isWhole
            }
            isWhole = isWhole && turn.trace.count <= TurnItem.mostCalls
            list(",\"calls\":[", turn.trace.prefix(TurnItem.mostCalls), to: &text) { traced, text in
                text.raw("{\"name\":")
                text.string(Self.shortened(traced.call.name, to: Self.nameLimit))
                member(",\"arguments\":", traced.call.argumentText, FindingItem.reasonLimit, &text)
                member(",\"result\":", traced.result.text, FindingItem.reasonLimit, &text)
                if traced.result.isError { text.raw(",\"failed\":true") }
                text.raw("}")
            }
            member(",\"beyond\":", turn.beyondBounds, Self.nameLimit, &text)
            text.raw("}")
        }
        member(",\"late\":", record.lateText, Self.nameLimit, &text)
        return isWhole
    }

    private func appendPeople(to text: inout JSONText) {
        list(",\"people\":[", labels.prefix(Self.longestList), to: &text) { label, text in
            text.raw("{\"label\":")
            text.string(label.label.rawValue)
            text.raw(",\"control\":")
            text.bool(label.isControl)
            member(",\"annotator\":", label.annotator, Self.nameLimit, &text)
            text.raw("}")
        }
    }

    private func appendOrigin(to text: inout JSONText) {
        guard excerpt == nil, let origin = record.testCase?.origin else { return }
        let fields = OriginText.fields(of: origin).filter { $0.name != "passage" }
        list(",\"origin\":[", fields.prefix(Self.longestList), to: &text) { field, text in
            text.raw("[")
            text.string(Self.shortened(field.name, to: Self.nameLimit))
            member(",", field.text, FindingItem.reasonLimit, &text)
            text.raw("]")
        }
        list(",\"passages\":[", PassageLink.all(in: origin).prefix(FindingItem.passageLimit), to: &text) { link, text in
            // An address that is none for a link is a text like any other, and never reaches `href`.
            text.raw("{\"url\":")
            text.string(link.isLinkable ? link.url : "")
            member(",\"title\":", link.title.isEmpty ? link.url : link.title, Self.nameLimit, &text)
            text.raw("}")
        }
    }

    /// Writes a text, cut to `limit` Unicode scalars; says whether that was all. Nil writes nothing.
    @discardableResult
    private func member(_ key: StaticString, _ value: String?, _ limit: Int, _ text: inout JSONText) -> Bool {
        guard let value else { return true }
        let kept = Self.shortened(value, to: limit)
        text.raw(key)
        text.string(kept)
        return kept.utf8.count == value.utf8.count
    }

    private func list<Items: Collection>(
        _ opening: StaticString, _ items: Items, to text: inout JSONText,
        _ append: (Items.Element, inout JSONText) -> Void
    ) {
        guard !items.isEmpty else { return }
        text.raw(opening)
        var isFirst = true
        for item in items {
            if !isFirst { text.raw(",") }
            isFirst = false
            append(item, &text)
        }
        text.raw("]")
    }

    private static func shortened(_ text: String, to limit: Int) -> String {
        // No text has more scalars than bytes: most are done here.
        guard text.utf8.count > limit else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit)))
    }
}
