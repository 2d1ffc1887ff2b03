using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Representation;

/// <summary>
/// The float32 activations of a layer on a list of inputs, shape [N, d]: what every statement of representation is about. Certificates are checked
/// against these numbers as they stand, each taken as the exact number it is. A −0 is kept as 0, the same number.
/// </summary>
public sealed class InputActivations
{
    private readonly float[] values;
    private readonly ImmutableArray<int> affineColumns;
    private readonly ImmutableArray<int> plainColumns;
    private readonly ConcurrentDictionary<ReadOffForm, Lazy<NormalEquations>> equations = new();
    private readonly ConcurrentDictionary<ReadOffForm, Lazy<WeightBounds?>> bounds = new();

    /// <summary>Takes activations row after row.</summary>
    /// <param name="values">N·d numbers.</param>
    /// <param name="neurons">d.</param>
    /// <param name="inputSet">The inputs in words, for example "all 529 inputs with at most 2 of 32 features active".</param>
    /// <exception cref="ArgumentException">The numbers are not whole rows, or one is NaN or infinite.</exception>
    public InputActivations(IEnumerable<float> values, int neurons, string inputSet)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neurons, 1);
        this.values = [.. values.Select(value => value + 0f)];
        if (this.values.Length == 0 || this.values.Length % neurons != 0)
        {
            throw new ArgumentException($"{this.values.Length} numbers are not rows of {neurons} activations.", nameof(values));
        }

        Neurons = neurons;
        Inputs = this.values.Length / neurons;
        InputSet = inputSet;
        var wrong = Array.FindIndex(this.values, value => !float.IsFinite(value));
        if (wrong >= 0)
        {
            throw new ArgumentException($"Neuron {wrong % neurons} is {this.values[wrong]} on input {wrong / neurons}; activations have to be finite.", nameof(values));
        }

        Distinct = FindDistinct();
        plainColumns = FindColumns();
        LargestOf = [.. Enumerable.Range(0, Neurons).Select(j => Distinct.Max(input => Math.Abs(this[input][j])))];
        affineColumns = [.. plainColumns.Where(j => Distinct.Any(input => this[input][j] != this[0][j]))];
    }

    /// <summary>N, the number of inputs.</summary>
    public int Inputs { get; }

    /// <summary>d, the number of neurons.</summary>
    public int Neurons { get; }

    /// <summary>The inputs in words.</summary>
    public string InputSet { get; }

    /// <summary>The first input of every group with the same activations, increasing.</summary>
    public ImmutableArray<int> Distinct { get; }

    /// <summary>For every neuron, its largest activation in size.</summary>
    public ImmutableArray<float> LargestOf { get; }

    /// <summary>For every input, the place in <see cref="Distinct"/> of its group.</summary>
    internal ImmutableArray<int> GroupOf { get; private set; }

    /// <summary>The activations of one input, d numbers.</summary>
    public ReadOnlySpan<float> this[int input] => values.AsSpan(input * Neurons, Neurons);

    /// <summary>The last layer's activations of a network (what its read-off reads) on the inputs of a sample.</summary>
    /// <exception cref="ArgumentException">The network and the inputs do not have the same features, or the activations do not fit into one array.</exception>
    public static InputActivations Of(ReluNetwork network, InputSample sample)
    {
        if (network.Features != sample.Space.Features)
        {
            throw new ArgumentException($"The network takes {network.Features} features, the inputs have {sample.Space.Features}.", nameof(network));
        }

        var neurons = network.ReadOff.Inputs;
        if (sample.Count * neurons > Array.MaxLength)
        {
            throw new ArgumentException($"{sample} and {neurons} neurons make {sample.Count * neurons:N0} activations, at most {Array.MaxLength:N0} can be held: draw fewer inputs.", nameof(sample));
        }

        var all = new float[sample.Count * neurons];
        var filled = 0;
        foreach (var inputs in sample.Batches(2048))
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            network.Activations(inputs).to(float32).contiguous().Floats().CopyTo(all.AsSpan(filled));
            filled += inputs.Count * neurons;
        }

        return new InputActivations(all, neurons, sample.ToString());
    }

    /// <summary>
    /// Neurons that span, together with the constant of an affine read-off, what all neurons span: without those that are silent, that copy an
    /// earlier neuron, or (affine) that do not vary.
    /// </summary>
    internal ImmutableArray<int> Columns(ReadOffForm form) => form == ReadOffForm.Affine ? affineColumns : plainColumns;

    /// <exception cref="ArgumentException">The target speaks of another number of inputs.</exception>
    internal void ThrowIfUnfit(BooleanTarget target)
    {
        if (target.Inputs != Inputs)
        {
            throw new ArgumentException($"The target has {target.Inputs} values, expected one for each of the {Inputs} inputs ({InputSet}).", nameof(target));
        }
    }

    /// <summary>Bounds on the weights of any read-off with bounded values, or null when these activations do not give any. Found once.</summary>
    internal WeightBounds? WeightBounds(ReadOffForm form) => bounds.GetOrAdd(form, f => new(() => Representation.WeightBounds.Of(this, f))).Value;

    /// <summary>The normal equations over all inputs, for least squares. Found once.</summary>
    internal NormalEquations NormalEquations(ReadOffForm form) => equations.GetOrAdd(form, f => new(() => Representation.NormalEquations.Of(this, f, [.. Enumerable.Range(0, Inputs)]))).Value;

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

    private ImmutableArray<int> FindColumns()
    {
        var fires = new bool[Neurons];
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
            if (fires[j] && !alike.Exists(earlier => Distinct.All(input => this[input][earlier] == this[input][j])))
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
