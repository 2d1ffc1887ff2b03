using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.DeepCircuits;
using Superposition.Experiments.DeepCircuits;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.DeepCircuits;

/// <summary>The measured cells of the experiment, seeds gathered.</summary>
internal sealed class DeepGrid
{
    private readonly ImmutableArray<DeepCircuitsRecord> widths;

    public DeepGrid(ImmutableArray<DeepCircuitsRecord> records)
    {
        Points =
        [
            .. from record in records
               where record.Layers.Count > 0 && record.Epsilon is not null
               group record by (new DeepSize(record.Part, record.Features, record.Units!.Value, record.SubsetNeurons, record.Depth), record.Arm) into cells
               orderby cells.Key.Item1.Part, cells.Key.Item1.Features, cells.Key.Item1.Units, cells.Key.Item1.SubsetNeurons, cells.Key.Arm
               select new DeepPoint(cells.Key.Item1, cells.Key.Arm, [.. cells.OrderBy(record => record.Seed)]),
        ];
        widths = [.. records.Where(record => record is { Part: DeepPart.Width, Units: not null }).OrderBy(record => record.Features).ThenBy(record => record.Seed)];
    }

    /// <summary>Every arm of every size with at least one measured seed, fused ones first, by size.</summary>
    public ImmutableArray<DeepPoint> Points { get; }

    /// <summary>The sizes of a part that have points.</summary>
    public ImmutableArray<DeepSize> Sizes(DeepPart part) => [.. Points.Where(point => point.Size.Part == part).Select(point => point.Size).Distinct()];

    /// <summary>The arms of a size.</summary>
    public IEnumerable<DeepPoint> Of(DeepSize size) => Points.Where(point => point.Size == size);

    /// <summary>The sizes of a part, run as they should be.</summary>
    public IEnumerable<DeepPoint> Corrected(DeepPart part) => Points.Where(point => point.Size.Part == part && point.Arm == DeepArm.Corrected);

    /// <summary>The smallest widths, by m.</summary>
    public IEnumerable<(int Features, ImmutableArray<DeepCircuitsRecord> Records, PerSeed Units)> Widths =>
        from record in widths
        group record by record.Features into cells
        select (cells.Key, cells.ToImmutableArray(), PerSeed.Of(cells, record => record.Seed, record => record.Units!.Value));

    /// <summary>The power law through all smallest widths; null for fewer than three of them, or one m alone.</summary>
    public WidthLaw? Law => widths.Length < 3 || widths.Select(record => record.Features).Distinct().Count() < 2
        ? null
        : WidthLaw.Fit([.. widths.Select(record => new SmallestWidth(record.Features, new Seed(record.Seed), record.Units!.Value, record.Relus!.Value, 0, record.Epsilon!.Value))]);

    /// <summary>Whether any m has more than one seed; otherwise nothing is known of the spread of widths.</summary>
    public bool HasSpread => widths.Length > widths.Select(record => record.Features).Distinct().Count();

    /// <summary>Whether there is anything to say.</summary>
    public bool IsEmpty => Points.IsEmpty && widths.IsEmpty;
}
