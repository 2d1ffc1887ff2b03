using System.ComponentModel;

namespace Superposition.Training;

/// <summary>How the learning rate moves over training.</summary>
public enum Schedule
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It falls to 0 along half a cosine.</summary>
    Cosine,
}

/// <summary>Which optimizer takes the steps.</summary>
public enum Optimizer
{
    /// <summary>Adam.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay.</summary>
    AdamW,
}

/// <summary>How a network is trained. All of it stands in the spec; nothing has a hidden default.</summary>
public sealed record TrainingSettings
{
    /// <summary>The number of optimizer steps.</summary>
    [Description("Number of optimizer steps.")]
    public required int Steps { get; init; }

    /// <summary>Inputs a step.</summary>
    [Description("Inputs in a batch; each is drawn afresh.")]
    public required int Batch { get; init; }

    /// <summary>Adam or AdamW.</summary>
    [Description("adam, or adam-w with decoupled weight decay.")]
    public required Optimizer Optimizer { get; init; }

    /// <summary>Decoupled weight decay, for AdamW.</summary>
    [Description("Decoupled weight decay; only for adam-w.")]
    public required double WeightDecay { get; init; }

    /// <summary>How the learning rate moves.</summary>
    [Description("constant, or cosine to 0.")]
    public required Schedule Schedule { get; init; }

    /// <summary>Steps over which the learning rate rises from 0 first.</summary>
    [Description("Steps over which the learning rate first rises linearly from 0.")]
    public required int WarmUp { get; init; }

    /// <summary>The learning rate's factor at a step (counted from 0).</summary>
    public double Factor(long step)
    {
        var rise = WarmUp > 0 ? Math.Min(1, (step + 1.0) / WarmUp) : 1;
        return rise * (Schedule == Schedule.Constant ? 1 : (1 + Math.Cos(Math.PI * step / Steps)) / 2);
    }
}
