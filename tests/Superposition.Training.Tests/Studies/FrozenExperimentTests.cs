using Superposition.Experiments;
using Superposition.Studies;

namespace Superposition.Tests.Studies;

/// <summary>Experiments that are not studies yet give the records that were frozen before the first of them became one. Frozen/README.md says where the records come from.</summary>
public class FrozenExperimentTests
{
    public static TheoryData<string> Names { get; } = ["09"];

    [Theory, MemberData(nameof(Names)), Trait("Category", "Slow")]
    public void An_experiment_measures_what_it_measured(string name)
    {
        var spec = SpecReader.Read(File.ReadAllText(Frozen.Place(name, "spec.json")), "spec.json", []);
        var context = new CellContext(new Progress<CellProgress>(), Store: null, CancellationToken.None);
        var lines = spec.GridCells().SelectMany(cell =>
        {
            using var outcome = cell.Run(context);
            return outcome.Lines;
        });
        Assert.Equal(File.ReadLines(Frozen.Place(name, "records.jsonl")), lines);
    }
}
