using Superposition.Experiments;
using Superposition.Studies;

namespace Superposition.Tests.Studies;

/// <summary>Experiments that are not studies yet give the records that were frozen before the first of them became one. Frozen/README.md says where the records come from.</summary>
public class FrozenExperimentTests
{
    public static TheoryData<string> Names { get; } = ["07", "09", "11", "13", "14"];

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
        // Quantiles of errors that are zero were the upper edge of the lowest bin of a histogram.
        Assert.Equal(File.ReadLines(Frozen.Place(name, "records.jsonl")).Select(line => line.Replace("1.1479437019748901E-41", "0", StringComparison.Ordinal)), lines);
    }
}
