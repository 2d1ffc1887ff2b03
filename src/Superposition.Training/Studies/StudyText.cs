using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Specs;
using Superposition.Studies.Measures;
using Superposition.Studies.Networks;
using Superposition.Studies.Predictions;
using Superposition.Studies.Views;
using Superposition.Tasks;

namespace Superposition.Studies;

/// <summary>The text of a study, key by key: what a spec is checked against and what its JSON Schema is made from.</summary>
[Description("A study: tasks × networks × seeds are measured; predictions and views are data.")]
internal sealed record StudyText
{
    [Description("What the study asks, in a sentence or two.")]
    public required string Question { get; init; }

    [Description("How many inputs networks are measured on: all inputs of the task where there are no more, otherwise as many drawn.")]
    public required int Inputs { get; init; }

    [Description("What is to be computed. Any value may be { \"vary\": [...] }."), SpansGrid]
    public required ImmutableArray<TaskSpec> Tasks { get; init; }

    [Description("Networks that compute it. Any value may be { \"vary\": [...] }, or { \"tune\": [...] }, which is chosen by training "
        + "loss alone."), SpansGrid]
    public required ImmutableArray<NetworkSpec> Networks { get; init; }

    [Description("What is measured of every network.")]
    public required ImmutableArray<MeasureSpec> Measures { get; init; }

    [Description("One run of every cell a seed; five or more for a claim.")]
    public required ImmutableArray<ulong> Seeds { get; init; }

    [Description("What is expected, written before the run: sentences with tests that are judged held, failed or open.")]
    public ImmutableArray<Prediction>? Predictions { get; init; }

    [Description("Best against best, for the answer: among some rows every network under the read-off that suits it best, in order.")]
    public ImmutableArray<Ranking>? Rankings { get; init; }

    [Description("What is drawn and tabled; without any, each measure against the coordinate with the most numbers.")]
    public ImmutableArray<View>? Views { get; init; }

    [Description("How --smoke cuts the study down beyond one seed and three steps of training: overrides as for --set.")]
    public ImmutableArray<string>? Smoke { get; init; }

    [Description("Texts of files that the study names, by path; written into the head of a run.")]
    public ImmutableSortedDictionary<string, string>? Files { get; init; }
}
