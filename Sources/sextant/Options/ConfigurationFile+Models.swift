import Foundations
import Records

extension ConfigurationFile {
    /// The models, and how the target is asked to respond.
    static let modelKeys: [String: Reader] = [
        "target": { (file, value) throws(ConfigurationError) in file.target = try value.string() },
        "target-base-url": { (file, value) throws(ConfigurationError) in file.targetBaseURL = try value.string() },
        "generator": { (file, value) throws(ConfigurationError) in file.generator = try value.string() },
        "generator-base-url": { (file, value) throws(ConfigurationError) in file.generatorBaseURL = try value.string()
        },
        "variant": { (file, value) throws(ConfigurationError) in file.variant = try value.word() },
        "retrieval": { (file, value) throws(ConfigurationError) in file.retrieval = try value.string() },
        "judge": { (file, value) throws(ConfigurationError) in file.judge = try value.string() },
        "judge-base-url": { (file, value) throws(ConfigurationError) in file.judgeBaseURL = try value.string() },
        "oracle": { (file, value) throws(ConfigurationError) in file.oracle = try value.string() },
        "temperature": { (file, value) throws(ConfigurationError) in file.temperature = try value.double() },
        "max-answer-tokens": { (file, value) throws(ConfigurationError) in file.maxAnswerTokens = try value.int() },
        "system-prompt": { (file, value) throws(ConfigurationError) in file.systemPrompt = try value.string() },
        "target-seed": { (file, value) throws(ConfigurationError) in file.targetSeed = try value.int() },
        "stop": { (file, value) throws(ConfigurationError) in file.stop = try value.strings() },
        "extra": { (file, value) throws(ConfigurationError) in file.extra = try value.jsonObject() },
        "judge-options": { (file, value) throws(ConfigurationError) in file.judgeOptions = try value.modelOptions() },
        "generator-options": { (file, value) throws(ConfigurationError) in
            file.generatorOptions = try value.modelOptions()
        },
        "applications": { (file, value) throws(ConfigurationError) in file.applications = try value.applications() },
    ]
}
