import Analysis
import Records

/// A turn of a conversation as the page shows it.
struct TurnItem {
    /// A tool call with its result.
    struct Call {
        let name: HTML
        let arguments: HTML
        let result: HTML
        let failed: Bool
    }

    /// Most turns and calls of a turn that the page has.
    static let mostTurns = 40
    static let mostCalls = 40
    private static let callLimit = 1500

    let number: HTML
    let user: HTML
    let calls: [Call]
    /// The texts of the target; nil for none.
    let said: HTML?
    let isUnsafe: Bool
    /// What the target tried beyond its bounds; nil for nothing.
    let beyond: HTML?

    /// The turns of a test; none for a single prompt.
    static func all(_ record: TestRecord) -> [TurnItem] {
        let unsafe = record.verdict?.details?.unsafeTurn
        return record.turns.conversation.prefix(mostTurns).enumerated().map { index, turn in
            TurnItem(turn, number: index + 1, isUnsafe: unsafe == index + 1)
        }
    }

    private init(_ turn: Turn, number: Int, isUnsafe: Bool) {
        self.number = HTML("\(number)")
        self.isUnsafe = isUnsafe
        beyond = turn.beyondBounds.map { HTML($0) }
        user = HTML.shortened(turn.user, to: FindingItem.promptLimit).html
        said = turn.text.isEmpty ? nil : HTML.shortened(turn.text, to: FindingItem.responseLimit).html
        calls = turn.trace.prefix(Self.mostCalls).map { traced in
            Call(
                name: HTML.shortened(traced.call.name, to: 100).html,
                arguments: HTML.shortened(traced.call.argumentText, to: Self.callLimit).html,
                result: HTML.shortened(traced.result.text, to: Self.callLimit).html, failed: traced.result.isError)
        }
    }

    /// Bytes that the foreign texts take on the page.
    var bytes: Int {
        calls.reduce(user.text.utf8.count + (said?.text.utf8.count ?? 0)) {
            $0 + $1.name.text.utf8.count + $1.arguments.text.utf8.count + $1.result.text.utf8.count
        }
    }
}

extension Turn {
    /// What the target tried beyond its bounds, in a sentence; nil for nothing.
    var beyondBounds: String? {
        let parts = [
            refusedCalls > 0 ? "\(refusedCalls) further calls were refused" : nil,
            oversizedMessages > 0 ? "\(oversizedMessages) messages were too large to be read" : nil,
        ].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ") + "."
    }
}

extension TestRecord {
    /// What an agent from outside called when no reply of its was waited for, in a sentence; nil for nothing.
    var lateText: String? {
        lateCalls > 0 ? "\(lateCalls) calls came when no reply was waited for; they changed nothing." : nil
    }
}
