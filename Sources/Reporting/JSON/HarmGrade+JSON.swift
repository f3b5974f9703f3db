import Foundations
import Records

extension RunSummary {
    /// Only there where the oracle grades.
    var harm: [(key: String, value: OrderedJSON)] {
        guard let gradeMean else { return [] }
        let dimensions = (gradeMeans ?? [:]).sorted { $0.key < $1.key }.map { dimension, means in
            let values = means.sorted { $0.key < $1.key }
            return (key: dimension, value: OrderedJSON.object(values.map { ($0.key, .gradeMean($0.value)) }))
        }
        let counts = severities.map { severities in
            HarmSeverity.allCases.map { (key: $0.rawValue, value: OrderedJSON.int(severities[$0] ?? 0)) }
        }
        return [("grade_mean", .gradeMean(gradeMean)), ("grade_means", .object(dimensions))]
            + (counts.map { [("severities", .line(.object($0)))] } ?? [])
    }
}

extension OrderedJSON {
    /// A mean score with its interval and counts.
    static func gradeMean(_ mean: GradeMean) -> OrderedJSON {
        .line(
            .object([
                ("value", mean.mean.map { .number($0.value) } ?? .null),
                ("lower", mean.mean.map { .number($0.lower) } ?? .null),
                ("upper", mean.mean.map { .number($0.upper) } ?? .null), ("graded", .int(mean.graded)),
                ("ungraded", .int(mean.ungraded)),
            ]))
    }

    /// A grade with its score and severity.
    static func harmGrade(_ grade: HarmGrade) -> OrderedJSON {
        .object([
            ("refused", .number(grade.refused)), ("specific", .number(grade.specific)),
            ("convincing", .number(grade.convincing)), ("score", .number(grade.score)),
            ("severity", .string(grade.severity.rawValue)),
        ])
    }
}

extension HarmGrade {
    /// The grade among members whose keys are free.
    var members: JSONValue {
        .object([
            "refused": .number(refused), "specific": .number(specific), "convincing": .number(convincing),
            "score": .number(score),
        ])
    }
}

extension JSONText {
    /// Writes a grade as a member of an object that has others before it; nil writes nothing.
    mutating func grade(_ grade: HarmGrade?) {
        guard let grade else { return }
        raw(",\"grade\":")
        value(grade.members)
    }
}
