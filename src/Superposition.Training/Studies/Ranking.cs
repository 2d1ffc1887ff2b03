using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Specs;
using Superposition.Studies.Predictions;

namespace Superposition.Studies;

/// <summary>Best against best, as data: among some rows every network under the read-off that suits it best, in order.</summary>
public sealed record Ranking
{
    /// <summary>What the rows have in common, as the beginning of a sentence: "With about 128 ReLUs".</summary>
    [Description("What the rows have in common, as the beginning of a sentence: \"With about 128 ReLUs\".")]
    public required string Says { get; init; }

    /// <summary>The measure by which networks are ranked.</summary>
    [Description("The measure by which networks are ranked.")]
    public required string Measure { get; init; }

    /// <summary>Which rows compete, by the values of their coordinates; every row unless said otherwise.</summary>
    [Description("The rows, by the value or values of coordinates; every row by default.")]
    public RowSelection Of { get; init; } = RowSelection.All;

    /// <summary>Whether the largest is best; otherwise the smallest.</summary>
    [Description("Whether the largest is best; false by default.")]
    public bool LargestFirst { get; init; }

    /// <summary>
    /// The networks, the best first, each with the read-off and further coordinates under which it is best on average over seeds.
    /// </summary>
    /// <param name="table">The table.</param>
    public ImmutableArray<RankedNetwork> In(StudyTable table)
    {
        var places = from row in table.Rows
                     where Of.Takes(row) && row[Measure]?.AsNumber is not null && row.Coordinates.ContainsKey("network")
                     let place = row.Coordinates.Where(value => value.Key != "seed").Select(value => $"{value.Key}={value.Value}")
                     group row by string.Join('\u001f', place) into here
                     select new RankedNetwork(here.First(), SeedInterval.Of(here.Select(row => row[Measure]!.AsNumber!.Value))!);
        var best = places.GroupBy(place => place.Row.Coordinates["network"]).Select(own => Ordered(own).First());
        return [.. Ordered(best)];
    }

    /// <summary>What is wrong with it.</summary>
    /// <param name="path">Where it stands.</param>
    /// <param name="coordinates">The names of the study's coordinates.</param>
    public IEnumerable<SpecProblem> Problems(string path, IReadOnlyCollection<string> coordinates) =>
    [
        .. SpecRules.NotBlank($"{path}.says", Says, "the beginning of a sentence"),
        .. PredictionRules.Problems($"{path}.of", Of, coordinates),
    ];

    private IOrderedEnumerable<RankedNetwork> Ordered(IEnumerable<RankedNetwork> places) =>
        LargestFirst ? places.OrderByDescending(place => place.Interval.Value) : places.OrderBy(place => place.Interval.Value);
}

/// <summary>A network under the read-off that suits it best.</summary>
/// <param name="Row">One of its rows there.</param>
/// <param name="Interval">The measure, mean over seeds.</param>
public sealed record RankedNetwork(StudyRow Row, SeedInterval Interval);
