using System.Collections.Immutable;
using System.Globalization;

namespace Superposition.Studies.Predictions;

/// <summary>The number that a row gives to a test.</summary>
/// <param name="Point">Where it stands: its coordinates without the seed, as far as they differ between the rows of the test.</param>
/// <param name="Seed">Its seed, or <see cref="Sample.NoSeed"/>.</param>
/// <param name="Value">The number: a measure, a difference, a ratio, or 1 and 0 for a condition that holds or does not.</param>
internal readonly record struct MeasuredValue(ImmutableSortedDictionary<string, StudyValue> Point, string Seed, double Value);

/// <summary>The rows that a test selects, as numbers.</summary>
/// <param name="Values">The numbers.</param>
/// <param name="Refused">Rows without a number because a construction does not exist there.</param>
/// <param name="Missing">Rows without a number, or with one that is not sound, for any other reason.</param>
internal sealed record MeasuredRows(ImmutableArray<MeasuredValue> Values, int Refused, int Missing)
{
    private const string SeedName = "seed";

    // What every row has: 1 where a recipe refused, otherwise 0.
    private const string RefusedName = "refused";

    private enum Lack
    {
        Refused,
        Missing,
    }

    /// <summary>Reads the rows of a test.</summary>
    public static MeasuredRows Of(PredictionTest test, StudyTable table)
    {
        StudyRow[] rows = [.. table.Where(test.Of)];
        string[] varying = [.. table.CoordinateNames.Where(name =>
            name != SeedName && rows.Select(row => row.Coordinates.GetValueOrDefault(name)).Distinct().Count() > 1)];
        var compared = test.Than?.Rows ?? test.Over;
        var partners = compared is null ? null : new Partners(test, compared, table);
        var lacks = new List<Lack>();
        var values = ImmutableArray.CreateBuilder<MeasuredValue>();
        foreach (var row in rows)
        {
            var other = 0.0;
            var lack = Read(row, test.Quantity, out var value) ?? partners?.Find(row, out other);
            if (lack is { } why)
            {
                lacks.Add(why);
                continue;
            }

            var point = row.Coordinates.Where(coordinate => varying.Contains(coordinate.Key))
                .ToImmutableSortedDictionary(StringComparer.Ordinal);
            values.Add(new MeasuredValue(point, SeedOf(row), Combine(test, value, other)));
        }

        return new MeasuredRows(values.ToImmutable(), lacks.Count(lack => lack == Lack.Refused), lacks.Count(lack => lack == Lack.Missing));
    }

    private static double Combine(PredictionTest test, double value, double other) => test switch
    {
        { Share: { } condition } => AllowedRange.Of(condition.Is, condition.Than).Allows(value) ? 1 : 0,
        { Ratio: not null } => value / other,
        _ => value - other,
    };

    private static string SeedOf(StudyRow row) => row.Seed?.ToString(CultureInfo.InvariantCulture) ?? Sample.NoSeed;

    /// <summary>Reads a number; says why there is none.</summary>
    private static Lack? Read(StudyRow row, string measure, out double value)
    {
        var found = measure == RefusedName ? Convert.ToDouble(row.Refusal is not null) : row[measure]?.AsNumber
            ?? (row[measure] is StudyValue.Flag flag ? Convert.ToDouble(flag.Value) : null);
        value = found ?? 0;
        return (row.Failure, found, row.Refusal) switch
        {
            (null, not null, _) => null,
            (null, null, not null) => Lack.Refused,
            _ => Lack.Missing,
        };
    }

    /// <summary>The rows that others are compared with.</summary>
    private sealed class Partners(PredictionTest test, ComparedRows compared, StudyTable table)
    {
        private readonly ImmutableArray<StudyRow> rows = [.. table.Where(compared.Of)];

        // Rows belong together by what both have and neither test names, or both name alike.
        private readonly ImmutableArray<string> shared =
        [
            .. from name in table.CoordinateNames
               let one = test.Of.Of.GetValueOrDefault(name)
               let other = compared.Of.Of.GetValueOrDefault(name)
               where name != SeedName && (one.IsDefault ? other.IsDefault : !other.IsDefault && one.ToHashSet().SetEquals(other))
               select name,
        ];

        /// <summary>The number that a row is compared with; says why there is none.</summary>
        public Lack? Find(StudyRow row, out double value)
        {
            value = 0;
            var numbers = new List<double>();
            foreach (var partner in rows.Where(other => BelongTogether(row, other)))
            {
                if (Read(partner, compared.Measure ?? test.Quantity, out var number) is { } lack)
                {
                    return lack;
                }

                numbers.Add(number);
            }

            value = numbers.Count == 0 ? 0 : compared.Times * PredictionJudge.Reduced(compared.Reduce, numbers);
            return numbers.Count == 0 || (test.Ratio is not null && value == 0) ? Lack.Missing : null;
        }

        private bool BelongTogether(StudyRow row, StudyRow other) =>
            (row.Seed is null || other.Seed is null || row.Seed == other.Seed)
            && shared.All(name => row.Coordinates.GetValueOrDefault(name) is not { } one
                || (other.Coordinates.GetValueOrDefault(name) ?? one) == one);
    }
}
