import Foundations
import Records
import SafetyGrid

extension ConfigurationFile {
    /// The keys of conversations and scenarios.
    static let conversationKeys: [String: Reader] = [
        "scenarios": { (file, value) throws(ConfigurationError) in
            file.conversation.scenarios =
                value.isList
                ? try value.strings().joined(separator: ",") : try value.string()
        },
        "strategies": { (file, value) throws(ConfigurationError) in file.selection[.strategy] = try value.strings() },
        "injections": { (file, value) throws(ConfigurationError) in file.selection[.injection] = try value.strings() },
        "channels": { (file, value) throws(ConfigurationError) in file.conversation.channels = try value.int() },
        "max-turns": { (file, value) throws(ConfigurationError) in file.conversation.maxTurns = try value.int() },
        "max-calls": { (file, value) throws(ConfigurationError) in file.conversation.maxCalls = try value.int() },
        "control": { (file, value) throws(ConfigurationError) in file.conversation.control = try value.bool() },
        "attacker": { (file, value) throws(ConfigurationError) in file.conversation.attacker = try value.string() },
        "attacker-base-url": { (file, value) throws(ConfigurationError) in
            file.conversation.attackerBaseURL = try value.string()
        },
        "branches": { (file, value) throws(ConfigurationError) in file.conversation.branches = try value.int() },
        "depth": { (file, value) throws(ConfigurationError) in file.conversation.depth = try value.int() },
        "user": { (file, value) throws(ConfigurationError) in file.conversation.user = try value.string() },
        "user-base-url": { (file, value) throws(ConfigurationError) in
            file.conversation.userBaseURL = try value.string()
        },
    ]
}
