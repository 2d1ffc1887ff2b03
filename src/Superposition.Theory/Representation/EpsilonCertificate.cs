using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Superposition.Booleans;

namespace Superposition.Representation;

/// <summary>
/// What anybody needs to check, from a network's file and without this program, how large its ε is and what no affine read-off of its last
/// layer can undercut: bounds as decimal fractions, rounded outward, and for every output a measure on inputs with whole weights.
/// docs/file-format.md has the form, docs/examples/verify_certificate.py the check.
/// </summary>
public sealed record EpsilonCertificate
{
    // 45 bits a weight leave what is lost in orthogonality at about 1e-11.
    private const int Bits = 45;
    private const int Decimals = 12;

    // The check finds its own inverse of the basis, which gives the same bounds up to rounding.
    private const double OtherInverse = 1.05;

    /// <summary>The name and version of the file's format.</summary>
    public string Format { get; } = "superposition-certificate/1";

    /// <summary>SHA-256 of the network's file, in lower-case hexadecimal digits.</summary>
    public required string NetworkSha256 { get; init; }

    /// <summary>m, the number of features.</summary>
    public required int Features { get; init; }

    /// <summary>s, the number of active features.</summary>
    public required int Active { get; init; }

    /// <summary>"exactly" or "at-most".</summary>
    public required string Sparsity { get; init; }

    /// <summary>The ANDs that are the outputs: "pairs" for all, or "0-1,0-5".</summary>
    public required string Outputs { get; init; }

    /// <summary>The network's own largest error over all outputs and inputs.</summary>
    public required DecimalBracket Network { get; init; }

    /// <summary>No affine read-off of the last layer has a smaller largest error.</summary>
    public required string LayerAtLeast { get; init; }

    /// <summary>The largest |c| and |r_j a_j| of the read-offs that the layer's bound speaks of; null when it speaks of all.</summary>
    public required double? LargestTerm { get; init; }

    /// <summary>Neurons that, with the constant, span what all span: the others are constant or copies of these.</summary>
    public required ImmutableArray<int> Columns { get; init; }

    /// <summary>For each of these, what its activations are counted from.</summary>
    public required ImmutableArray<double> Offsets { get; init; }

    /// <summary>Inputs by their active features: those that the rest refers to by place.</summary>
    public required ImmutableArray<ImmutableArray<int>> Inputs { get; init; }

    /// <summary>
    /// Places of inputs on which the columns are invertible, which bounds the weights of any read-off with values up to 3/2; empty when no
    /// measure needs it.
    /// </summary>
    public required ImmutableArray<int> Basis { get; init; }

    /// <summary>One measure an output, or that of the output with the largest bound alone where all would be too many weights.</summary>
    public required ImmutableArray<Dual> Duals { get; init; }

    /// <summary>Writes a certificate for a network and its layer, both decided on all inputs of a set.</summary>
    /// <param name="networkSha256">SHA-256 of the network's file.</param>
    /// <param name="pairs">The outputs.</param>
    /// <param name="space">The inputs, all of them, in the order of the activations.</param>
    /// <param name="asItIs">The proved ε of the network.</param>
    /// <param name="layer">The affine representation of its layer.</param>
    /// <param name="targets">What the outputs should be.</param>
    /// <param name="maxWeights">
    /// The number of weights, about 19 bytes each, beyond which only the measure of the output with the largest bound is written. It proves
    /// as much of the layer; what is lost are the bounds of the other outputs.
    /// </param>
    public static EpsilonCertificate Of(
        string networkSha256, PairAnds pairs, SparseInputs space, ProvedEpsilon asItIs, LayerRepresentation layer,
        IReadOnlyList<BooleanTarget> targets, int maxWeights = 100_000)
    {
        var activations = layer.Activations;
        var columns = activations.Columns(ReadOffForm.Affine);
        var system = activations.System(ReadOffForm.Affine);
        ImmutableArray<int> basis =
            system.Start.Length == columns.Length + 1 ? [.. system.Start.Select(group => activations.Distinct[group])] : [];
        var bounds = basis.IsEmpty ? null : WeightBounds.Of(activations, ReadOffForm.Affine, basis);
        var duals =
            layer.Outputs.Select((output, g) => Dual.Of(activations, targets[g], output.EpsilonLinear.LowerBound, bounds, g)).ToArray();
        if (duals.Sum(dual => (long)dual.Support) > maxWeights)
        {
            duals = [duals.MaxBy(dual => dual.Value)!];
        }

        var terms = duals.Max(dual => dual.LargestTerm);
        return new EpsilonCertificate
        {
            NetworkSha256 = networkSha256,
            Features = space.Features,
            Active = space.Active,
            Sparsity = space.Sparsity == Booleans.Sparsity.Exactly ? "exactly" : "at-most",
            Outputs = pairs.AreAll ? "pairs" : string.Join(',', pairs.Pairs.Select(pair => $"{pair.First}-{pair.Second}")),
            Network = new DecimalBracket(Down(asItIs.Lower), Up(asItIs.Upper)),
            LayerAtLeast = Down(duals.Max(dual => dual.Value)),
            LargestTerm = terms == 0 ? null : terms,
            Columns = columns,
            Offsets = [.. columns.Select(j => activations.Offsets[j])],
            Inputs = [.. space.All(4096).SelectMany(batch =>
                Enumerable.Range(0, batch.Count).Select(i => batch[i].ToArray().ToImmutableArray()))],
            Basis = duals.Any(dual => dual.NeedsBasis) ? basis : [],
            Duals = [.. duals],
        };
    }

    /// <summary>A bound rounded down to twelve decimals.</summary>
    internal static string Down(double value) => Fixed(new BigInteger(Math.Floor(Math.BitDecrement(value) * 1e12)) - 1);

    private static string Up(double value) => Fixed(new BigInteger(Math.Ceiling(Math.BitIncrement(value) * 1e12)) + 1);

    private static string Fixed(BigInteger units)
    {
        var digits = BigInteger.Max(units, 0).ToString(CultureInfo.InvariantCulture).PadLeft(Decimals + 1, '0');
        return $"{digits[..^Decimals]}.{digits[^Decimals..]}";
    }

    /// <summary>A signed measure with whole weights that proves a lower bound on the ε of one output.</summary>
    /// <param name="Output">The output it speaks of.</param>
    /// <param name="AtLeast">No read-off of the layer errs less on it.</param>
    /// <param name="Inputs">Places of inputs, with spaces between.</param>
    /// <param name="Weights">Their weights.</param>
    public sealed record Dual(int Output, string AtLeast, string Inputs, string Weights)
    {
        internal double Value { get; private init; }

        internal int Support { get; private init; }

        internal double LargestTerm { get; private init; }

        internal bool NeedsBasis { get; private init; }

        internal static Dual Of(
            InputActivations activations, BooleanTarget target, CertifiedLowerBound bound, WeightBounds? bounds, int output)
        {
            if (bound.Exact is { } exact)
            {
                return Written(output, bound.Value, exact.Inputs, exact.Weights, 0, needsBasis: false);
            }

            // The writer and the check can then both start from the same whole numbers.
            var largest = bound.Measure.Weights.Select(Math.Abs).DefaultIfEmpty(0).Max();
            if (largest == 0 || bound.Value == 0)
            {
                return Written(output, 0, [], [], 0, needsBasis: false);
            }

            var scale = Bits - 1 - Math.ILogB(largest);
            double[] whole = [.. bound.Measure.Weights.Select(weight => Math.Round(Math.ScaleB(weight, scale)))];
            var sums = MeasureSums.Of(activations, target, bound.Measure with { Weights = [.. whole] });
            var isForAll = double.IsInfinity(bound.LargestTerm) && bounds is not null;
            var defect = isForAll
                ? sums.Defect(activations, ReadOffForm.Affine, bounds!) * OtherInverse
                : sums.Defect(activations, ReadOffForm.Affine, Math.Min(bound.LargestTerm, CertifiedLowerBound.UsualLargestTerm));
            return Written(
                output, sums.Bound(defect), bound.Measure.Inputs, [.. whole.Select(weight => new BigInteger(weight))],
                isForAll ? 0 : Math.Min(bound.LargestTerm, CertifiedLowerBound.UsualLargestTerm), isForAll);
        }

        private static Dual Written(
            int output, double value, ImmutableArray<int> inputs, ImmutableArray<BigInteger> weights, double largestTerm,
            bool needsBasis) => new(
            output, Down(value), string.Join(' ', inputs),
                string.Join(' ', weights.Select(weight => weight.ToString(CultureInfo.InvariantCulture))))
            {
                Value = value,
                Support = inputs.Length,
                LargestTerm = largestTerm,
                NeedsBasis = needsBasis,
            };
    }
}

/// <summary>A number between two decimal fractions.</summary>
/// <param name="AtLeast">It is at least this.</param>
/// <param name="AtMost">It is at most this.</param>
public sealed record DecimalBracket(string AtLeast, string AtMost);
