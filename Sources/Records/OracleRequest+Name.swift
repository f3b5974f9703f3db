import SafetyGrid

extension OracleRequest {
    /// Name of the oracle as in verdicts: with its model, and with the settings in which it differs from other oracles
    /// of that model.
    package var name: String { name(ofOracle: kind) }

    /// Name of the oracle `kind` with these settings, as in verdicts.
    package func name(ofOracle kind: String) -> String {
        switch kind {
        case "judge": judge.map { "judge:\($0)\(judgeSuffix)" } ?? kind
        case "cascade": judge.map { "cascade:judge:\($0)\(judgeSuffix)" } ?? kind
        case "guard": guardModel.map { "guard:\($0)" } ?? kind
        case "jury": "jury(" + (jury ?? []).map { name(ofOracle: $0) }.joined(separator: ", ") + ")"
        default: kind
        }
    }

    /// Whether its verdicts on conversations see tool calls and their results, as those of a judge or a program do.
    package var readsTranscripts: Bool { hasJudge || members.contains(where: ProgramName.isOne) }

    /// Whether the oracle may label a response otherwise than before, although nothing was changed here: a model or a program
    /// stands behind it.
    package var mayDrift: Bool { members.contains { !["builtin", "rules", "exact"].contains($0) } }

    /// Whether the oracle grades responses: one with a judge does, unless that is off.
    package var grades: Bool { judgeGrades != false && hasJudge }

    private var hasJudge: Bool { members.contains { ["judge", "cascade"].contains($0) } }

    private var members: [String] { kind == "jury" ? jury ?? [] : [kind] }

    /// The part of a judge's name that tells it from a judge with the same model that is asked once and sees
    /// everything.
    package var judgeSuffix: String {
        Self.judgeSuffix(
            isResponseOnly: judgeView == .response, samples: judgeSamples ?? 1,
            hasLogProbabilities: judgeLogProbabilities == true, grades: judgeGrades != false)
    }

    /// The part for a judge that is asked like this.
    package static func judgeSuffix(
        isResponseOnly: Bool, samples: Int, hasLogProbabilities: Bool, grades: Bool
    ) -> String {
        var parts: [String] = []
        if isResponseOnly { parts.append("response only") }
        if samples > 1 { parts.append("\(samples) samples") }
        if hasLogProbabilities { parts.append("log-probabilities") }
        if !grades { parts.append("no grades") }
        return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
    }
}
