import SafetyGrid

extension RunRecord {
    /// Whether an unsafe verdict means the same in two runs: the same oracle gave them, with the same weights of the
    /// classifier as far as they are known, and its labels of the control responses have not moved between them. A difference of rates is then a difference of the responses.
    package func isJudged(as other: RunRecord) -> Bool {
        request.oracleName == other.request.oracleName && basis.judgeEpoch == other.basis.judgeEpoch
            && (basis.classifierWeights == nil || other.basis.classifierWeights == nil
                || basis.classifierWeights == other.basis.classifierWeights)
    }

    /// Whether the run of an id is one of this run's league.
    package func isOfLeague(with id: String) -> Bool {
        request.league.map { id == $0.id || id.hasPrefix("\($0.id)-") } ?? false
    }

    /// Whether another run is an earlier finished one of the same target and grid, judged alike: one that this run's rates
    /// and findings may be held against.
    package func follows(_ other: RunRecord) -> Bool {
        other.id != id && (request.league == nil || other.request.league?.id != request.league?.id)
            && other.state == .finished && other.startedAt <= startedAt && other.grid.id == grid.id
            && other.request.target.isSame(as: request.target) && other.leagueVariant == leagueVariant
            && other.request.target.baseURL == request.target.baseURL && isJudged(as: other)
    }

    /// Whether it ``follows(_:)`` another run and nothing is known to have changed since, the system prompt and the prompt
    /// templates included: what that run saw may count as this one's own.
    package func buildsOn(_ other: RunRecord) -> Bool {
        follows(other) && other.request.target.systemPrompt == request.target.systemPrompt
            && (basis.epoch == nil || other.basis.epoch == nil || basis.epoch == other.basis.epoch)
    }
}
