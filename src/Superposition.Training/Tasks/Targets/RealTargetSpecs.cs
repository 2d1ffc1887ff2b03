using System.ComponentModel;
using System.Text.Json.Serialization;
using MathNet.Numerics.Distributions;
using Superposition.Booleans;
using Superposition.Specs;

namespace Superposition.Tasks;

/// <summary>The identity: every output is its feature, y = x.</summary>
[Description("Every output is its feature, y = x.")]
public sealed record IdentitySpec : TargetsSpec
{
    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path, InputsSpec inputs) => [];

    /// <inheritdoc/>
    public override TaskTargets Draw(InputsSpec inputs, Seed seed) => inputs.Values is null
        ? new TaskTargets(FanInAnds.All(inputs.Features, fanIn: 1), output => FormattableString.Invariant($"x{output}")) { Spec = this }
        : new TaskTargets(FeatureTargets.Identity(inputs.Features), output => FormattableString.Invariant($"x{output}")) { Spec = this };
}

/// <summary>The rectifier: every output is the ReLU of its feature, y = ReLU(x).</summary>
[Description("Every output is the ReLU of its feature, y = ReLU(x).")]
public sealed record ReluSpec : TargetsSpec
{
    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path, InputsSpec inputs) => [];

    /// <inheritdoc/>
    public override TaskTargets Draw(InputsSpec inputs, Seed seed) => inputs.Values is null
        ? new TaskTargets(FanInAnds.All(inputs.Features, fanIn: 1), output =>
            FormattableString.Invariant($"ReLU(x{output})"))
        { Spec = this }
        : new TaskTargets(FeatureTargets.Relu(inputs.Features, mixing: null), output =>
            FormattableString.Invariant($"ReLU(x{output})"))
        { Spec = this };
}

/// <summary>The rectifier with a random mixing matrix of normal entries, y = ReLU(x) + Mx (Bhagat et al., arXiv 2606.14673).</summary>
[Description("y = ReLU(x) + Mx with a random matrix M of normal entries (arXiv 2606.14673).")]
public sealed record MixedReluSpec : TargetsSpec
{
    /// <summary>σ, the standard deviation of the entries of M.</summary>
    [Description("σ, the standard deviation of the entries of M.")]
    public required double Deviation { get; init; }

    /// <summary>Whether M is symmetric.</summary>
    [Description("Whether M is symmetric, (A + Aᵀ)/√2.")]
    public bool Symmetric { get; init; }

    /// <summary>The seed that M is drawn with; that of the run when null.</summary>
    [Description("The seed that M is drawn with; that of the run when left out.")]
    public ulong? Seed { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsFixed => Seed is not null;

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path, InputsSpec inputs) =>
        [.. SpecRules.Between("inputs.features", inputs.Features, 1, 4096, "M has as many rows and columns"),
            .. SpecRules.Between($"{path}.deviation", Deviation, 0.0, 1e3)];

    /// <inheritdoc/>
    public override TaskTargets Draw(InputsSpec inputs, Seed seed)
    {
        var own = Seed is { } given ? new Seed(given) : seed;
        return new TaskTargets(FeatureTargets.Relu(inputs.Features, Matrix(inputs.Features, Deviation, Symmetric, own)), output =>
            FormattableString.Invariant($"ReLU(x{output}) + Mx"))
        {
            Spec = this with { Seed = own.Value },
        };
    }

    /// <summary>Draws M, m rows of m normal numbers of one standard deviation, symmetric where that is asked for.</summary>
    internal static float[][] Matrix(int features, double deviation, bool isSymmetric, Seed seed)
    {
        var drawn = new double[features * features];
        Normal.Samples(seed.Stream("mixing-matrix"), drawn, 0, deviation);
        return [.. Enumerable.Range(0, features).Select(i =>
            Enumerable.Range(0, features).Select(j => (float)(isSymmetric ? (At(i, j) + At(j, i)) / Math.Sqrt(2) : At(i, j))).ToArray())];

        double At(int i, int j) => drawn[(i * features) + j];
    }
}
