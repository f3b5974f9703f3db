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

    /// The part of a judge's name that tells it from a judge with the same model that is asked once and sees
    /// everything.
    package var judgeSuffix: String {
        var parts: [String] = []
        if judgeView == "response" { parts.append("response only") }
        if let judgeSamples, judgeSamples > 1 { parts.append("\(judgeSamples) samples") }
        if judgeLogProbabilities == true { parts.append("log-probabilities") }
        return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
    }
}
