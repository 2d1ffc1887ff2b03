using System.Collections.Immutable;

namespace Superposition.Checkpoints.Foreign;

/// <summary>
/// Which matrices of a draft have to be transposed so that each reads what the one before it gives and biases have the lengths of what they
/// are added to.
/// </summary>
internal sealed class OrientationSearch
{
    private const int MaxWays = 8;

    private readonly ImmutableArray<Step> steps;
    private readonly long? features;
    private readonly long? last;
    private readonly List<ImmutableArray<bool>> ways = [];
    private readonly HashSet<(int Step, long Width, long Stream)> deadEnds = [];

    private OrientationSearch(ImmutableArray<Step> steps, int? features, long? last) => (this.steps, this.features, this.last) =
        (steps, features, last);

    /// <summary>
    /// The ways that fit, for each matrix whether it is transposed; the same for all matrices first. At most eight are found.
    /// </summary>
    public static IReadOnlyList<ImmutableArray<bool>> Ways(NetworkDraft draft, ForeignArrays arrays, int? features)
    {
        var search = new OrientationSearch(
            Steps(draft, arrays), features, draft.ReadOff is null && draft.ReadOffBias is { } bias ? arrays.Vector(bias) : null);
        search.Uniform(isTransposed: false);
        search.Uniform(isTransposed: true);
        search.Go([], width: null, stream: 0);
        return search.ways;
    }

    private static ImmutableArray<Step> Steps(NetworkDraft draft, ForeignArrays arrays)
    {
        var found = ImmutableArray.CreateBuilder<Step>();
        if (draft.Encoding is { } encoding)
        {
            Add(encoding, null);
        }

        foreach (var layer in draft.Layers)
        {
            Add(layer.Weight, layer.Bias);
            if (layer.Projection is { } projection)
            {
                Add(projection, layer.Offset, isProjection: true);
            }
        }

        if (draft.ReadOff is { } readOff)
        {
            Add(readOff, draft.ReadOffBias);
        }

        return found.ToImmutable();

        void Add(MatrixSource source, string? bias, bool isProjection = false)
        {
            var (rows, columns) = arrays.Matrix(source.Array);
            found.Add(new Step(rows, columns, source.Turn, bias is null ? null : arrays.Vector(bias), isProjection));
        }
    }

    private void Uniform(bool isTransposed)
    {
        var way = steps.Select(step => step.Turn == Turn.Either ? isTransposed : step.Turn == Turn.Transposed).ToImmutableArray();
        long? width = null;
        var stream = 0L;
        foreach (var (step, turned) in steps.Zip(way))
        {
            if (Through(step, turned, width, stream) is not { } next)
            {
                return;
            }

            (stream, width) = (step.IsProjection ? 0 : Reads(step, turned), next);
        }

        Add(way, width);
    }

    private void Go(ImmutableArray<bool> way, long? width, long stream)
    {
        if (way.Length == steps.Length)
        {
            Add(way, width);
            return;
        }

        if (ways.Count >= MaxWays || (width is { } known && deadEnds.Contains((way.Length, known, stream))))
        {
            return;
        }

        var before = ways.Count;
        var step = steps[way.Length];
        foreach (var turned in step.Turn == Turn.Either ? new[] { false, true } : [step.Turn == Turn.Transposed])
        {
            if (Through(step, turned, width, stream) is { } next)
            {
                Go(way.Add(turned), next, Reads(step, turned));
            }
        }

        if (ways.Count == before && width is { } dead)
        {
            deadEnds.Add((way.Length, dead, stream));
        }
    }

    /// <summary>How many numbers a step gives, or null when it does not fit.</summary>
    private long? Through(Step step, bool turned, long? width, long stream)
    {
        var (gives, reads) = turned ? (step.Columns, step.Rows) : (step.Rows, step.Columns);
        return reads == (width ?? features ?? reads) && gives == (step.Bias ?? gives)
            && (!step.IsProjection || gives == stream) ? gives : null;
    }

    private static long Reads(Step step, bool turned) => turned ? step.Rows : step.Columns;

    private void Add(ImmutableArray<bool> way, long? width)
    {
        if (width == (last ?? width) && !ways.Any(other => other.SequenceEqual(way)))
        {
            ways.Add(way);
        }
    }

    private sealed record Step(long Rows, long Columns, Turn Turn, long? Bias, bool IsProjection);
}
