using Superposition.Booleans;
using Superposition.Tasks;

namespace Superposition.Cli.Errors;

/// <summary>Functions in words, for tables and descriptions.</summary>
internal static class TargetWords
{
    /// <summary>What the classes of inputs are.</summary>
    public static string Classes(TaskTargets targets) => targets.Boolean switch
    {
        null => "quiet: the output's own feature is not active; active: it is",
        PairAnds => ErrorTables.PairClasses,
        FanInAnds => "by how many features of the set are active",
        BooleanCircuit => "quiet: no feature of the output is active; off and on: its value otherwise",
        LayerOutputs => "on; beside: off, but an input of the gate is on; off",
        _ => "off and on: the output's value",
    };

    /// <summary>What the outputs are.</summary>
    public static string Outputs(TaskTargets targets) => targets switch
    {
        { Boolean: PairAnds pairs } => $"{(pairs.AreAll ? "all " : "")}{Wording.Count(pairs.Count, "pair")}",
        { Boolean: FanInAnds { FanIn: 1 } } or { Real: not null } => $"{Wording.Count(targets.Count, "output")} ({targets.NameOf(0)}, …)",
        { Boolean: FanInAnds sets } => $"{Wording.Count(sets.Count, "AND")} of {sets.FanIn} features",
        { Circuit: { } circuit } => $"{Wording.Count(circuit.Count, "output")} of a circuit of {Wording.Count(circuit.Gates, "gate")}",
        _ => Wording.Count(targets.Count, "output"),
    };
}
