using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Specs;

namespace Superposition.Training;

/// <summary>How the learning rate moves over training.</summary>
public enum Schedule
{
    /// <summary>It stays at its value after warm-up.</summary>
    Constant,

    /// <summary>It falls to 0 along half a cosine.</summary>
    Cosine,
}

/// <summary>Which optimizer takes the steps.</summary>
public enum Optimizer
{
    /// <summary>Adam; weight decay is added to the gradient.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay, which is taken off the parameters.</summary>
    AdamW,
}

/// <summary>How a network is trained. All of it stands in the spec; what is left out is not done.</summary>
public sealed record TrainingSettings
{
    /// <summary>The number of optimizer steps.</summary>
    [Description("Number of optimizer steps.")]
    public required int Steps { get; init; }

    /// <summary>Inputs a step; null for every input of the set at every step.</summary>
    [Description("Inputs in a batch, each drawn afresh; null for every input of the set in every batch.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)] // null says something here, and a key that has to be there has to be written
    public required int? Batch { get; init; }

    /// <summary>Which optimizer takes the steps; the two differ in where weight decay goes.</summary>
    [Description("adam, with weight decay in the gradient, or adam-w with decoupled weight decay.")]
    public required Optimizer Optimizer { get; init; }

    /// <summary>Weight decay, λ ≥ 0; <see cref="Optimizer"/> says where it goes.</summary>
    [Description("Weight decay.")]
    public required double WeightDecay { get; init; }

    /// <summary>How the learning rate moves after warm-up: it stays, or falls to 0 along half a cosine.</summary>
    [Description("constant, or cosine to 0.")]
    public required Schedule Schedule { get; init; }

    /// <summary>Steps over which the learning rate rises from 0 first.</summary>
    [Description("Steps over which the learning rate first rises linearly from 0.")]
    public required int WarmUp { get; init; }

    /// <summary>The norm that gradients are scaled down to when theirs is larger.</summary>
    [Description("Norm that the gradient of all parameters is scaled down to when its own is larger; not clipped when left out.")]
    public double? ClipNorm { get; init; }

    /// <summary>The decay of a running average of the parameters, which takes their place at the end.</summary>
    [Description("Decay, for example 0.999, of a running average of the parameters that takes their place at the end; none when left out.")]
    public double? AverageDecay { get; init; }

    /// <summary>λ ≥ 0, what weights of ±1 in the first layer are worth.</summary>
    [Description("λ: adds λ times the mean of (w² − 1)² over the first layer's weights to the loss, which rewards signs, the weights "
        + "of explicit codes; nothing when left out.")]
    public double? SignReward { get; init; }

    /// <summary>When to stop before the last step.</summary>
    [Description("When to stop before the last step; never when left out.")]
    public EarlyStop? EarlyStop { get; init; }

    /// <summary>What is wrong with the values, if anything.</summary>
    /// <param name="path">Where the settings stand in a spec.</param>
    public IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. SpecRules.Between($"{path}.steps", Steps, 1, 100_000_000),
        .. Batch is { } batch ? SpecRules.Between($"{path}.batch", batch, 1, 1_000_000) : [],
        .. SpecRules.Between($"{path}.weightDecay", WeightDecay, 0.0, 10.0),
        .. SpecRules.Between($"{path}.warmUp", WarmUp, 0, Steps, "the number of steps"),
        .. ClipNorm is { } clip ? SpecRules.Between($"{path}.clipNorm", clip, 1e-12, 1e12) : [],
        .. SpecRules.Between($"{path}.signReward", SignReward ?? 0, 0.0, 1e6),
        .. AverageDecay is { } decay ? SpecRules.Between($"{path}.averageDecay", decay, 0.0, 1 - 1e-9) : [],
        .. EarlyStop is not { } stop ? (SpecProblem[])[] :
        [
            .. SpecRules.Between($"{path}.earlyStop.every", stop.Every, 1, Steps, "the number of steps"),
            .. SpecRules.Between($"{path}.earlyStop.inputs", stop.Inputs, 1, 1_000_000),
            .. SpecRules.Between($"{path}.earlyStop.patience", stop.Patience, 1, 1_000_000),
        ],
    ];

    /// <summary>The learning rate's factor at a step (counted from 0).</summary>
    public double Factor(long step)
    {
        var rise = WarmUp > 0 ? Math.Min(1, (step + 1.0) / WarmUp) : 1;
        return rise * (Schedule == Schedule.Constant ? 1 : (1 + Math.Cos(Math.PI * step / Steps)) / 2);
    }
}

/// <summary>
/// Stopping on inputs that training does not see: when the objective on them has not fallen for a number of looks, training ends, and the
/// parameters of the best look are kept.
/// </summary>
public sealed record EarlyStop
{
    /// <summary>The number of steps between two measurements on held-out inputs.</summary>
    [Description("Steps between two looks at the held-out inputs.")]
    public required int Every { get; init; }

    /// <summary>The number of held-out inputs.</summary>
    [Description("How many inputs are held out, drawn from a stream of their own.")]
    public required int Inputs { get; init; }

    /// <summary>How many looks without a lower loss end training.</summary>
    [Description("How many looks in a row without a lower loss end training.")]
    public required int Patience { get; init; }
}
