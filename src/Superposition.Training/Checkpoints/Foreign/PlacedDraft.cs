using System.Collections.Immutable;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Checkpoints.Foreign;

/// <summary>A draft whose matrices are known to fit, with what is to be transposed.</summary>
internal sealed class PlacedDraft
{
    private readonly NetworkDraft draft;
    private readonly ForeignArrays arrays;
    private readonly ImmutableArray<bool> transposed;

    private PlacedDraft(NetworkDraft draft, ForeignArrays arrays, ImmutableArray<bool> transposed) =>
        (this.draft, this.arrays, this.transposed) = (draft, arrays, transposed);

    /// <summary>Decides the orientations.</summary>
    /// <exception cref="NetworkFileException">The shapes do not fit in any.</exception>
    public static PlacedDraft Fit(NetworkDraft draft, IArrayFile file, ForeignReading reading, ImmutableArray<string>.Builder notes)
    {
        var found = new ForeignArrays(file, draft, reading.Instance);
        var ways = OrientationSearch.Ways(draft, found, reading.Features);
        if (ways.Count == 0)
        {
            var shapes = draft.Arrays.Distinct(StringComparer.Ordinal).Select(name => $"{name} {found.Describe(name)}").ToArray();
            throw new NetworkFileException(
                $"{string.Join(", ", shapes.Take(12))}{(shapes.Length > 12 ? ", …" : "")}"
                    + $"{(reading.Features is { } m ? $" and {m} features" : "")} do not fit each other in any orientation, expected "
                    + "every matrix to read what the one before it "
                    + $"gives{(draft.Layers is [{ Weight.Array: "W_in" }] ? ": W_in [d, m] or [m, d] and W_out [g, d] or [d, g]"
                        : "; --map says which array is what, NAME.T a transposed one")}.");
        }

        var placed = new PlacedDraft(draft, found, ways[0]);
        notes.Add($"{placed.Describe()}{(Leftovers.Describe(file.Arrays, draft.Arrays) is { } ignored ? $"; {ignored}" : "")}.");
        if (ways.Count > 1)
        {
            var other = new PlacedDraft(draft, found, ways[1]);
            notes.Add($"The shapes fit each other in {(ways.Count >= 8 ? "8 ways or more" : $"{ways.Count} ways")}: another is "
                + $"{other.Describe()}. Expected --features m or --map … with NAME.T for a transposed array, if that is meant.");
        }

        return placed;
    }

    /// <summary>
    /// The network. Constants that residual layers add to their stream are carried into the biases after them, which changes no output.
    /// </summary>
    public ReluNetwork Build()
    {
        var parts = new List<IDisposable>();
        try
        {
            using var scope = NewDisposeScope();
            var turns = new Queue<bool>(transposed);
            var encoding = draft.Encoding is null ? null : Matrix(draft.Encoding, turns);
            Tensor? carried = null;
            foreach (var layer in draft.Layers)
            {
                var weight = Matrix(layer.Weight, turns);
                var projection = layer.Projection is null ? null : Matrix(layer.Projection, turns);
                parts.Add(new ReluLayer(
                    weight, Plus(layer.Bias, carried is null ? null : weight.mv(carried)) ?? zeros(weight.shape[0]), projection));
                carried = projection is null ? null : Plus(layer.Offset, carried);
            }

            var rows = draft.ReadOff is null ? eye(Width(parts, encoding)) : Matrix(draft.ReadOff, turns);
            parts.Add(new DenseReadOff(rows, Plus(draft.ReadOffBias, carried is null ? null : rows.mv(carried))));
            return new ReluNetwork([.. parts.OfType<ReluLayer>()], (ReadOff)parts[^1], encoding);
        }
        catch
        {
            parts.ForEach(part => part.Dispose());
            throw;
        }
    }

    private static long Width(List<IDisposable> parts, Tensor? encoding) =>
        parts.Count > 0 ? ((ReluLayer)parts[^1]).Outputs : encoding!.shape[0];

    private Tensor Matrix(MatrixSource source, Queue<bool> turns)
    {
        var values = arrays.Read(source.Array);
        return turns.Dequeue() ? values.t().contiguous() : values;
    }

    private Tensor? Plus(string? vector, Tensor? more) =>
        vector is null ? more : more is null ? arrays.Read(vector) : arrays.Read(vector) + more;

    /// <summary>
    /// What was taken for what, as one line: 8 features; W1 = W_in [32, 8] as [neurons, inputs], β1 = b_in; R = W_out [32, 28] as
    /// [neurons, outputs], c = 0.
    /// </summary>
    private string Describe()
    {
        var turns = new Queue<bool>(transposed);
        var parts = new List<string>();
        var first = draft.Matrices.First();
        var (rows, columns) = arrays.Matrix(first.Array);
        var features = turns.Peek() ? rows : columns;
        if (draft.Encoding is { } encoding)
        {
            parts.Add($"Φ = {Shown(encoding, "dimensions", "features")}");
        }

        foreach (var (layer, i) in draft.Layers.Select((layer, i) => (layer, i + 1)))
        {
            var text = $"W{i} = {Shown(layer.Weight, "neurons", "inputs")}, β{i} = {layer.Bias ?? "0"}";
            parts.Add(layer.Projection is null
                ? text
                : $"{text}, P{i} = {Shown(layer.Projection, "stream", "neurons")}{(layer.Offset is null ? "" : $" with {layer.Offset}")}");
        }

        parts.Add(draft.ReadOff is null
            ? $"outputs are what the last layer gives{(draft.ReadOffBias is null ? "" : $" plus {draft.ReadOffBias}")}"
            : $"R = {Shown(draft.ReadOff, "outputs", "neurons")}, c = {draft.ReadOffBias ?? "0"}");
        var formula = draft.Layers.Any(layer => layer.Projection is not null)
            ? "a residual stream with x + P ReLU(W x + β)"
            : "y = R ReLU(W x + β) + c";
        return $"Read as {formula}{(arrays.Instances is { } instances ? $", one of {instances} instances" : "")}, {features} features: "
            + $"{string.Join("; ", parts)}";

        string Shown(MatrixSource source, string gives, string reads) =>
            $"{source.Array} {arrays.Describe(source.Array)} as {(turns.Dequeue() ? $"[{reads}, {gives}]" : $"[{gives}, {reads}]")}";
    }
}
