import Records

/// An oracle that revises another one's verdicts by what it knows of the request.
package protocol RevisingOracle: Oracle {
    /// Labels every response first.
    var base: any Oracle { get }
    /// The verdict that holds.
    ///
    /// - Parameters:
    ///   - verdict: the base's
    ///   - exchange: what it is on
    func revised(_ verdict: Verdict, on exchange: Exchange) -> Verdict
}

extension RevisingOracle {
    package var name: String { base.name }
    package var concurrency: Int { base.concurrency }
    package var readsTranscripts: Bool { base.readsTranscripts }
    package var grades: Bool { base.grades }

    package func verdict(on exchange: Exchange) async throws -> Verdict {
        revised(try await base.verdict(on: exchange), on: exchange)
    }

    package func verdict(onConversation exchange: Exchange) async throws -> Verdict {
        revised(try await base.verdict(onConversation: exchange), on: exchange)
    }
}
