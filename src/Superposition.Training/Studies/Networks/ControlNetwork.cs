using System.ComponentModel;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Specs;
using Superposition.Tasks;

namespace Superposition.Studies.Networks;

/// <summary>What any claim of computation has to beat.</summary>
public enum Control
{
    /// <summary>Answers 0 to everything; read-offs fitted on it read the raw input.</summary>
    Zero,

    /// <summary>The affine read-off of the raw input with the least mean squared error.</summary>
    LinearLeastSquares,

    /// <summary>
    /// The affine read-off (b_k + b_l)/2 − ¼ of the raw input; no affine read-off of it has a smaller worst error than ¼.
    /// </summary>
    LinearMinimax,

    /// <summary>Random weights, as training starts from.</summary>
    Untrained,
}

/// <summary>A network that computes nothing of the task, which any claim of computation has to beat.</summary>
[Description("A network that computes nothing: what any claim of computation has to beat.")]
public sealed record ControlNetwork : RandomNetworkSpec
{
    // Also what a read-off of a hidden layer is fitted on.
    private const int FitInputs = 20_000;

    /// <summary>Which control it is: zero, a linear read-off of the raw input, or an untrained network.</summary>
    [Description("zero (under other read-offs than its own, these read the raw input), the linear read-off of the raw input by least "
        + "squares or with the smallest worst error, or an untrained network.")]
    public required Control Control { get; init; }

    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of ReLUs; for untrained networks alone.")]
    public int? Neurons { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) => (Control, Neurons) switch
    {
        (Control.Untrained, null) => [new SpecProblem($"{path}.neurons", "left out", "the number of ReLUs of an untrained network")],
        (Control.Untrained, { } neurons) => SpecRules.Between($"{path}.neurons", neurons, 1, 100_000),
        (_, _) when DrawnAs is not null => [new SpecProblem($"{path}.drawnAs", "given", "none, because this control has nothing random")],
        (_, { }) => [new SpecProblem($"{path}.neurons", "given", "none, because this control has no ReLUs")],
        _ => [],
    };

    /// <inheritdoc/>
    public override int Width(TaskSpec task) => Neurons ?? 0;

    /// <inheritdoc/>
    public override double Cost(TaskSpec task) => 0.2;

    /// <inheritdoc/>
    public override DrawnNetwork Draw(StudyBench bench, CellContext context) => new(Control switch
    {
        Control.Zero => Zero(bench),
        Control.LinearLeastSquares when bench.Task.Targets.Real is { } real =>
            RealControls.Linear(real, bench.Task.RealSample(FitInputs, bench.Seed.For("fit"), context.Cancellation)),
        Control.LinearLeastSquares => LinearControl(bench),
        Control.LinearMinimax => LinearAnd.Of(bench.Pairs),
        _ => Untrained(bench, bench.SeedOf(DrawnAs ?? FormattableString.Invariant($"d{Neurons}"))),
    });

    /// <summary>A random layer of the features, or of Φb.</summary>
    private ReluNetwork Untrained(StudyBench bench, Seed seed)
    {
        bench.RequireRoomForReadOff(Neurons!.Value);
        using var encoding_em = bench.Task.Spec.Encoding?.Draw(bench.Task.Features, bench.Seed);
        return encoding_em is null
            ? UntrainedNetwork.OneLayer(bench.Task.Inputs.Space, Neurons!.Value, bench.Task.Outputs, seed)
            : UntrainedNetwork.Encoded(encoding_em, bench.Task.Inputs.Space.Active, Neurons!.Value, bench.Task.Outputs, seed);
    }

    /// <summary>It reads what a network of the task reads: the features, or Φb as it is drawn.</summary>
    private static ReluNetwork Zero(StudyBench bench)
    {
        using var encoding_em = bench.Task.Spec.Encoding?.Draw(bench.Task.Features, bench.Seed);
        bench.RequireRoomForReadOff((int?)encoding_em?.shape[0] ?? bench.Task.Features);
        return ZeroNetwork.Of(bench.Task.Features, bench.Task.Outputs, encoding_em);
    }

    /// <summary>Of the features, or of Φb where the network reads that and Φ is not learned.</summary>
    private static ReluNetwork LinearControl(StudyBench bench)
    {
        using var encoding_em =
            bench.Task.Spec.Encoding is { IsLearned: false } encoding ? encoding.Draw(bench.Task.Features, bench.Seed) : null;
        bench.RequireRoomForReadOff((int?)encoding_em?.shape[0] ?? bench.Task.Features);
        using var raw = ZeroNetwork.Of(bench.Task.Features, bench.Task.Outputs, encoding_em);
        return bench.Task.Refit(raw, bench.FitSample(FitInputs, bench.Task.Features), bench.Seed);
    }
}
