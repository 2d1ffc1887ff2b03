using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Superposition.Booleans;
using Superposition.Networks;

namespace Superposition.Representation;

/// <summary>
/// The activations of a layer on a list of inputs, shape [N, d]: what every statement of representation is about. Those of a network are
/// enclosed from its stored float32 weights as exact numbers; those that come from elsewhere are float32 numbers, each taken as the exact
/// number it is. A neuron that varies little compared with its size is held as its distance from an offset, which the constant of a
/// read-off absorbs exactly. A −0 is kept as 0, the same number.
/// </summary>
public sealed class InputActivations
{
    private readonly double[] values;
    private readonly ImmutableArray<int> affineColumns;
    private readonly ImmutableArray<int> plainColumns;
    private readonly Lazy<InputActivations> withoutOffsets;
    private readonly ConcurrentDictionary<ReadOffForm, Lazy<NormalEquations>> equations = new();
    private readonly ConcurrentDictionary<ReadOffForm, Lazy<WeightBounds?>> bounds = new();
    private readonly ConcurrentDictionary<ReadOffForm, Lazy<ReadOffSystem>> systems = new();

    /// <summary>Takes activations row after row.</summary>
    /// <param name="values">N·d numbers.</param>
    /// <param name="neurons">d, the number of neurons.</param>
    /// <param name="inputSet">The inputs in words, for example "all 529 inputs with at most 2 of 32 features active".</param>
    /// <exception cref="ArgumentException">The numbers are not whole rows, or one is NaN or infinite.</exception>
    public InputActivations(IEnumerable<float> values, int neurons, string inputSet)
        : this(EnclosedActivations.Centred(RowsOf(values, neurons), neurons), inputSet)
    {
    }

    private InputActivations(EnclosedActivations enclosed, string inputSet)
    {
        values = enclosed.Values;
        Neurons = enclosed.Radii.Length;
        Inputs = values.Length / Neurons;
        InputSet = inputSet;
        Offsets = [.. enclosed.Offsets];
        Radii = [.. enclosed.Radii];
        IsExact = Radii.All(radius => radius == 0);
        HasOffsets = Offsets.Any(offset => offset != 0);
        Distinct = FindDistinct();
        plainColumns = FindColumns();
        LargestOf = [.. Enumerable.Range(0, Neurons).Select(j => Distinct.Max(input => Math.Abs(this[input][j])) + Radii[j])];
        affineColumns = [.. plainColumns.Where(j => Radii[j] > 0 || Distinct.Any(input => this[input][j] != this[0][j]))];
        withoutOffsets = new(() => HasOffsets ? new InputActivations(enclosed.WithoutOffsets(), inputSet) : this);
    }

    /// <summary>N, the number of inputs.</summary>
    public int Inputs { get; }

    /// <summary>d, the number of neurons.</summary>
    public int Neurons { get; }

    /// <summary>The inputs in words, for messages, for example "all 529 inputs with at most 2 of 32 features active".</summary>
    public string InputSet { get; }

    /// <summary>For every neuron, what its activations are held as distances from: 0 unless they vary little compared with their
    /// size.</summary>
    public ImmutableArray<double> Offsets { get; }

    /// <summary>
    /// For every neuron, how far its activations may lie from the numbers held: 0 where these are exact, as in networks of one layer.
    /// </summary>
    public ImmutableArray<double> Radii { get; }

    /// <summary>Whether all numbers held are the exact activations.</summary>
    public bool IsExact { get; }

    /// <summary>The first input of every group with the same numbers, increasing.</summary>
    public ImmutableArray<int> Distinct { get; }

    /// <summary>For every neuron, its largest distance from its offset.</summary>
    public ImmutableArray<double> LargestOf { get; }

    /// <summary>For every input, the place in <see cref="Distinct"/> of its group.</summary>
    internal ImmutableArray<int> GroupOf { get; private set; }

    private bool HasOffsets { get; }

    /// <summary>The activations of one input less the neurons' offsets, d numbers.</summary>
    public ReadOnlySpan<double> this[int input] => values.AsSpan(input * Neurons, Neurons);

    /// <summary>
    /// The last layer's activations of a network (what its read-off reads) on the inputs of a sample, enclosed from its weights.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The network and the inputs do not have the same features, or the activations do not fit into one array.
    /// </exception>
    public static InputActivations Of(ReluNetwork network, InputSample sample)
    {
        if (network.Features != sample.Space.Features)
        {
            throw new ArgumentException(
                $"The network takes {network.Features} features, the inputs have {sample.Space.Features}.", nameof(network));
        }

        var neurons = network.ReadOff.Inputs;
        if (sample.Count * neurons > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{sample} and {neurons} neurons make {sample.Count * neurons:N0} activations, at most {Array.MaxLength:N0} can be "
                + "held: draw fewer inputs.", nameof(sample));
        }

        var enclosed = EnclosedActivations.Of(network, sample);
        if (Array.FindIndex(enclosed.Values, value => !double.IsFinite(value)) is >= 0 and var wrong)
        {
            throw new Measurement.NotFiniteException($"Neuron {wrong % neurons} is {enclosed.Values[wrong]} on input {wrong / neurons}.");
        }

        return new InputActivations(enclosed, sample.ToString());
    }

    /// <summary>
    /// The activations that read-offs of a form see: without a constant nothing absorbs the offsets, so they are added (and rounding is
    /// enclosed).
    /// </summary>
    internal InputActivations In(ReadOffForm form) => form == ReadOffForm.Affine ? this : withoutOffsets.Value;

    /// <summary>
    /// Neurons that span, together with the constant of an affine read-off, what all neurons span: without those that are silent, that copy
    /// an earlier neuron, or (affine) that do not vary.
    /// </summary>
    internal ImmutableArray<int> Columns(ReadOffForm form) => form == ReadOffForm.Affine ? affineColumns : plainColumns;

    /// <summary>The constant that a read-off has on the numbers held, r·offsets + c, enclosed.</summary>
    internal Enclosure ConstantOf(LinearReadOff readOff) => HasOffsets
        ? Enclosure.CompensatedDot(Offsets.AsSpan(), readOff.Weights.AsSpan(), readOff.Constant)
        : new Enclosure(readOff.Constant, 0);

    /// <summary>The read-off of the activations themselves for one of the numbers held: c less r·offsets, rounded to a double.</summary>
    internal LinearReadOff OfActivations(ImmutableArray<double> weights, double constant) =>
        new(weights, HasOffsets ? -Enclosure.CompensatedDot(Offsets.AsSpan(), weights.AsSpan(), -constant).Value : constant);

    /// <exception cref="ArgumentException">The target speaks of another number of inputs.</exception>
    internal void ThrowIfUnfit(BooleanTarget target)
    {
        if (target.Inputs != Inputs)
        {
            throw new ArgumentException(
                $"The target has {target.Inputs} values, expected one for each of the {Inputs} inputs ({InputSet}).", nameof(target));
        }
    }

    /// <summary>
    /// Bounds on the weights of any read-off with bounded values, or null when these activations do not give any. Found once.
    /// </summary>
    internal WeightBounds? WeightBounds(ReadOffForm form) =>
        bounds.GetOrAdd(form, f => new(() => Representation.WeightBounds.Of(this, f))).Value;

    /// <summary>The normal equations over all inputs, for least squares. Found once.</summary>
    internal NormalEquations NormalEquations(ReadOffForm form) =>
        equations.GetOrAdd(form, f => new(() => Representation.NormalEquations.Of(this, f, [.. Enumerable.Range(0, Inputs)]))).Value;

    /// <summary>What the programs for all targets share. Found once.</summary>
    internal ReadOffSystem System(ReadOffForm form) => systems.GetOrAdd(form, f => new(() => ReadOffSystem.Of(this, f))).Value;

    private static double[] RowsOf(IEnumerable<float> values, int neurons)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neurons, 1);
        double[] all = [.. values.Select(value => value + 0.0)];
        if (all.Length == 0 || all.Length % neurons != 0)
        {
            throw new ArgumentException($"{all.Length} numbers are not rows of {neurons} activations.", nameof(values));
        }

        return Array.FindIndex(all, value => !double.IsFinite(value)) is >= 0 and var wrong
            ? throw new ArgumentException(
                $"Neuron {wrong % neurons} is {all[wrong]} on input {wrong / neurons}; activations have to be finite.", nameof(values))
            : all;
    }

    private ImmutableArray<int> FindDistinct()
    {
        var groups = new Dictionary<int, int>(new RowComparer(this));
        var first = ImmutableArray.CreateBuilder<int>();
        var groupOf = new int[Inputs];
        for (var i = 0; i < Inputs; i++)
        {
            if (!groups.TryGetValue(i, out groupOf[i]))
            {
                groupOf[i] = first.Count;
                groups.Add(i, first.Count);
                first.Add(i);
            }
        }

        GroupOf = [.. groupOf];
        return first.ToImmutable();
    }

    /// <summary>A neuron that is not known exactly is never taken for silent, for a copy or for constant.</summary>
    private ImmutableArray<int> FindColumns()
    {
        var fires = Radii.Select(radius => radius > 0).ToArray();
        var hashes = new HashCode[Neurons];
        foreach (var input in Distinct)
        {
            var row = this[input];
            for (var j = 0; j < row.Length; j++)
            {
                fires[j] |= row[j] != 0;
                hashes[j].Add(row[j]);
            }
        }

        // Neurons with the same hash are compared number by number: a wrong merge would make certificates unsound.
        var kept = ImmutableArray.CreateBuilder<int>();
        var byHash = new Dictionary<int, List<int>>();
        for (var j = 0; j < Neurons; j++)
        {
            var alike = CollectionsMarshal.GetValueRefOrAddDefault(byHash, hashes[j].ToHashCode(), out _) ??= [];
            if (fires[j] && !alike.Exists(earlier =>
                Radii[earlier] == 0 && Radii[j] == 0 && Distinct.All(input => this[input][earlier] == this[input][j])))
            {
                alike.Add(j);
                kept.Add(j);
            }
        }

        return kept.ToImmutable();
    }

    private sealed class RowComparer(InputActivations activations) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => activations[x].SequenceEqual(activations[y]);

        public int GetHashCode(int obj)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(activations[obj]));
            return hash.ToHashCode();
        }
    }
}
