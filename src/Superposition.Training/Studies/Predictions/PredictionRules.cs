using System.Globalization;
using Superposition.Specs;

namespace Superposition.Studies.Predictions;

/// <summary>What is wrong with the predictions of a spec, if anything.</summary>
public static class PredictionRules
{
    /// <summary>The problems of a prediction.</summary>
    /// <param name="path">Where it stands, for example "predictions[2]".</param>
    /// <param name="prediction">The prediction.</param>
    /// <param name="coordinates">The names of the study's coordinates.</param>
    public static IEnumerable<SpecProblem> Problems(string path, Prediction prediction, IReadOnlyCollection<string> coordinates)
    {
        foreach (var problem in SpecRules.NotBlank($"{path}.says", prediction.Says, "a sentence"))
        {
            yield return problem;
        }

        foreach (var problem in OfTest($"{path}.test", prediction.Test, coordinates))
        {
            yield return problem;
        }
    }

    /// <summary>The problems of a selection: coordinates that the study does not have, and empty lists.</summary>
    public static IEnumerable<SpecProblem> Problems(string path, RowSelection selection, IReadOnlyCollection<string> coordinates) =>
        from wanted in selection.Of
        let known = coordinates.Contains(wanted.Key)
        where !known || wanted.Value.IsEmpty
        select known
            ? new SpecProblem(path, $"a selection by {Quotation.Of(wanted.Key)} with an empty list", "at least one value")
            : new SpecProblem(
                path, $"a selection by {Quotation.Of(wanted.Key)}, which is no coordinate of this study", Known(wanted.Key, coordinates));

    /// <summary>One of the study's coordinates, with a guess at what was meant.</summary>
    internal static string Known(string name, IReadOnlyCollection<string> coordinates) =>
        $"one of {string.Join(", ", StudyRow.InOrder(coordinates))}"
        + (Spelling.Closest(name, coordinates) is { } closest ? $"; did you mean \"{closest}\"?" : "");

    private static IEnumerable<SpecProblem> OfTest(string path, PredictionTest test, IReadOnlyCollection<string> coordinates)
    {
        (string Key, string? Measure)[] all = [("measure", test.Measure), ("slope", test.Slope), ("ratio", test.Ratio),
            ("share", test.Share?.Measure)];
        string[] quantities = [.. all.Where(quantity => quantity.Measure is not null).Select(quantity => quantity.Key)];
        if (quantities.Length != 1)
        {
            var found = quantities.Length == 0 ? "without a quantity" : $"of {string.Join(" and ", quantities)}";
            yield return new SpecProblem(path, found, "exactly one of measure, slope, ratio and share");
            yield break;
        }

        foreach (var problem in Partners(path, test, quantities[0], coordinates).Concat(Bound(path, test)))
        {
            yield return problem;
        }

        foreach (var problem in Problems($"{path}.of", test.Of, coordinates))
        {
            yield return problem;
        }
    }

    private static IEnumerable<SpecProblem> Partners(string path, PredictionTest test, string quantity,
        IReadOnlyCollection<string> coordinates)
    {
        foreach (var (key, owner, isThere) in new[] { ("against", "slope", test.Against is not null),
            ("over", "ratio", test.Over is not null) })
        {
            if (isThere != (quantity == owner))
            {
                yield return new SpecProblem($"{path}.{key}", isThere ? "there" : "missing", isThere
                    ? $"no such key without {owner}"
                    : $"it, since a {owner} is tested");
            }
        }

        if (test.Against is { } against && !coordinates.Contains(against))
        {
            yield return new SpecProblem($"{path}.against", $"{Quotation.Of(against)}, which is no coordinate of this study",
                Known(against, coordinates));
        }

        if (quantity == "share" && test.Reduce != Reduction.Each)
        {
            yield return new SpecProblem($"{path}.reduce", "there", "no such key for a share, which is of all rows");
        }

        if (test.Share is { } share && !AllowedRange.Comparisons.Contains(share.Is))
        {
            yield return new SpecProblem($"{path}.share.is", Quotation.Of(share.Is), "<, <=, > or >=");
        }

        foreach (var (key, rows) in new[] { ("over", test.Over), ("than", test.Than?.Rows) }.Where(pair => pair.Item2 is not null))
        {
            foreach (var problem in Problems($"{path}.{key}.of", rows!.Of, coordinates))
            {
                yield return problem;
            }

            if (rows.Reduce == Reduction.Each)
            {
                yield return new SpecProblem($"{path}.{key}.reduce", "each", "mean, largest or smallest");
            }

            if (key == "than" && quantity != "measure")
            {
                yield return new SpecProblem($"{path}.than", "rows", $"a number, since a {quantity} is tested");
            }
        }
    }

    private static IEnumerable<SpecProblem> Bound(string path, PredictionTest test)
    {
        var isShare = test.Share is not null;
        var forms = new[] { test.Is is not null || test.Than is not null, test.Between is not null, test.AtLeast is not null
            || test.AtMost is not null };
        if (forms.Count(isThere => isThere) != 1 || (test.Is is null) != (test.Than is null)
            || (!isShare && (test.AtLeast ?? test.AtMost) is not null))
        {
            yield return new SpecProblem(path, "without one bound",
                $"either \"is\" and \"than\" or \"between\"{(isShare ? " or \"atLeast\" or \"atMost\"" : "")}");
        }
        else if (test.Is is { } comparison && !AllowedRange.Comparisons.Contains(comparison))
        {
            yield return new SpecProblem($"{path}.is", Quotation.Of(comparison), "<, <=, > or >=");
        }
        else if (test.Between is { } between && !(between is [var low, var high] && low <= high))
        {
            var found = string.Join(", ", between.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
            yield return new SpecProblem($"{path}.between", $"[{found}]", "the least and the largest value, in this order");
        }
        else if (new[] { test.AtLeast, test.AtMost }.Any(share => share is < 0 or > 1))
        {
            yield return new SpecProblem(path, "a share that is none", "shares from 0 to 1");
        }
    }
}
