using Superposition.Specs;
using Superposition.Studies.Predictions;

namespace Superposition.Studies.Views;

/// <summary>What is wrong with the views of a spec, if anything.</summary>
public static class ViewRules
{
    /// <summary>The problems of a view.</summary>
    /// <param name="path">Where it stands, for example "views[0]".</param>
    /// <param name="view">The view.</param>
    /// <param name="coordinates">The names of the study's coordinates.</param>
    public static IEnumerable<SpecProblem> Problems(string path, View view, IReadOnlyCollection<string> coordinates)
    {
        foreach (var (key, name) in view.Coordinates)
        {
            if (name is not null && !coordinates.Contains(name))
            {
                yield return new SpecProblem($"{path}.{key}", $"{Quotation.Of(name)}, which is no coordinate of this study",
                    PredictionRules.Known(name, coordinates));
            }
        }

        if (view is HeatView { X: var x, Y: var y } && (x is null) != (y is null))
        {
            yield return new SpecProblem(path, $"a heat view with {(x is null ? "y" : "x")} alone",
                "both x and y, or neither for a measure that is a map");
        }

        if (view is HeatView { Steps: not null, X: not null })
        {
            yield return new SpecProblem($"{path}.steps", "given together with x and y", "steps for a measure that is a map alone");
        }

        foreach (var (reference, i) in ((view as AxesView)?.References ?? []).Select((reference, i) => (reference, i)))
        {
            if (reference.Bound is { } bound && !ReferenceLine.Known.Contains(bound))
            {
                yield return new SpecProblem($"{path}.references[{i}]", Quotation.Of(bound),
                    $"one of {string.Join(", ", ReferenceLine.Known)}, or a selection of rows");
            }

            foreach (var problem in reference.Rows is { } rows
                ? PredictionRules.Problems($"{path}.references[{i}]", rows, coordinates)
                : [])
            {
                yield return problem;
            }
        }

        foreach (var problem in PredictionRules.Problems($"{path}.where", view.Where, coordinates))
        {
            yield return problem;
        }
    }
}
