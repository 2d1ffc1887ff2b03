using System.Collections.Immutable;
using Superposition.Probing;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.Probes;

/// <summary>By which outputs and through which later neurons features are used.</summary>
public static class UseTables
{
    // A path that carries less than this share of the whole effect is not the reason for it.
    private const double Minor = 0.5;

    /// <summary>A table of outputs and, where more than a read-off follows, one of paths; none where nothing is used.</summary>
    public static IEnumerable<Table> Of(ProbingReport report)
    {
        FeatureVerdict[] used = [.. report.Features.Where(feature => feature.Verdict == Verdict.Used)];
        if (used.Length == 0)
        {
            yield break;
        }

        yield return Outputs(used);
        if (used.Any(feature => !feature.Use.Paths.IsEmpty))
        {
            yield return Paths(used);
        }
    }

    /// <summary>Whether a feature reaches the outputs, but by none of its paths alone: others make up for the one that is cut.</summary>
    public static bool IsRedundant(FeatureUse use) => !use.Paths.IsEmpty && use.Paths.All(path => path.Effect < Minor * use.Removal.Effect);

    private static Table Outputs(FeatureVerdict[] used) => new()
    {
        Name = "outputs",
        Title = "By which outputs each used feature is used",
        Note = "The outputs that removing it moves materially in some context, at most ten, the strongest first. Effects in shares of "
            + "the output's range: root mean square over contexts, and largest.",
        IsFolded = true,
        Columns = ["feature", "output", "in contexts", "effect", "largest"],
        Rows =
        [
            .. from feature in used
               from output in feature.Use.Outputs
               select (ImmutableArray<string>)[feature.Feature, Numbers.Count(output.Output), Numbers.Percent(output.Share),
                   Numbers.Short(output.Effect), Numbers.Short(output.Largest)],
        ],
    };

    private static Table Paths(FeatureVerdict[] used) => new()
    {
        Name = "paths",
        Title = "Through which later neurons each used feature is used",
        Note = "Removing it from what one neuron reads and from nothing else, at most ten, the strongest first; \"alone\" is that effect, "
            + "\"whole\" the effect of removing it everywhere. Where no path alone carries half of the whole, several do the same and make "
            + "up for each other (redundant), or only act together.",
        IsFolded = true,
        Columns = ["feature", "read by", "moves output", "in contexts", "alone", "whole", "redundant"],
        Rows =
        [
            .. from feature in used
               from path in feature.Use.Paths
               select (ImmutableArray<string>)
               [
                   feature.Feature, path.Layer is { } layer ? $"layer {layer}, neuron {path.Neuron}" : "the outputs",
                   Numbers.Count(path.Output), Numbers.Percent(path.Share), Numbers.Short(path.Effect),
                   Numbers.Short(feature.Use.Removal.Effect), IsRedundant(feature.Use) ? "yes" : "no",
               ],
        ],
    };
}
