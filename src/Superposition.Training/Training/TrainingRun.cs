using System.Numerics.Tensors;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Tasks;

namespace Superposition.Training;

/// <summary>The training of one network, step by step.</summary>
internal sealed class TrainingRun : IDisposable, ISavedState
{
    // A diverged run falls back on a state at most this many steps old.
    private const int StepsBetweenCopies = 100;

    private readonly TrainingPlan plan;
    private readonly IObjective objective;
    private readonly Seed seed;
    private readonly NetworkInTraining network;
    private readonly AdamSteps optimizer;
    private readonly ParameterCopy lastGood;
    private readonly ParameterCopy? average;
    private readonly HeldOut? heldOut;
    private readonly LossTrace trace;
    private readonly CurveTrace curve = new();
    private readonly SnapshotTrace? snapshots;
    private readonly ReluNetwork given;
    private readonly TrainingBatch? always;
    private long step;

    /// <param name="network">The network; it is changed by <see cref="Finish"/>.</param>
    /// <param name="plan">How it is trained.</param>
    /// <param name="seed">The seed of its batches.</param>
    public TrainingRun(ReluNetwork network, TrainingPlan plan, Seed seed)
    {
        this.plan = plan;
        objective = plan.Symmetry is { } symmetry ? plan.Objective.Under(symmetry.OutputGroups) : plan.Objective;
        given = network;
        this.seed = seed;
        var settings = plan.Settings;
        this.network = new NetworkInTraining(network, plan.Parts, plan.Noise);
        optimizer = new AdamSteps(this.network.Parameters, settings.Optimizer, settings.WeightDecay);
        lastGood = new ParameterCopy(this.network.Parameters);
        average = settings.AverageDecay is null ? null : new ParameterCopy(this.network.Parameters);
        heldOut = settings.EarlyStop is { } stop
            ? new HeldOut(stop, plan.Task.Batch(seed.For("held-out"), 0, stop.Inputs), this.network, average)
            : null;
        always = settings.Batch is null ? plan.Task.Batch(seed, 0, null) : null;
        trace = new LossTrace(settings.Steps);
        snapshots = plan.Snapshots > 0 ? new SnapshotTrace(network, plan) : null;
        snapshots?.LookAt(this.network, 0);
    }

    /// <summary>The number of optimizer steps done, those before a resumption included.</summary>
    public long StepsDone => step;

    /// <summary>The step at which the loss was no longer finite, if it was.</summary>
    public long? DivergedAt { get; private set; }

    /// <summary>ε at the last measurement along the way; null where there was none.</summary>
    public double? Epsilon => curve.Last?.Values.Epsilon;

    /// <summary>Whether training is over.</summary>
    public bool IsOver => step == plan.Settings.Steps || DivergedAt is not null || heldOut is { IsOver: true };

    /// <summary>Takes one step and returns the loss before it.</summary>
    public double Step()
    {
        var inForce = objective.At((double)step / plan.Settings.Steps);
        using var noise = plan.Noise.IsNone ? null : seed.Generator(FormattableString.Invariant($"noise-{step}"));
        var loss = network.Evaluate(always ?? plan.Task.Batch(seed, step, plan.Settings.Batch), inForce, withGradient: true, noise)
            + (plan.Settings.SignReward is { } reward ? network.RewardSigns(reward) : 0);
        if (!double.IsFinite(loss))
        {
            DivergedAt = step;
            return loss;
        }

        plan.Symmetry?.Tie(network, given);
        if (step % StepsBetweenCopies == 0)
        {
            lastGood.Take();
        }

        var rate = plan.LearningRate * plan.Settings.Factor(step);
        optimizer.Step(rate, Clip());
        if (plan.Settings.AverageDecay is { } decay)
        {
            // Young averages forget faster, so that the start does not weigh on them.
            average!.MoveTowards(1 - Math.Min(decay, (1.0 + step) / (10 + step)));
        }

        trace.Add(step, loss, rate);
        step++;
        if (plan.Curve is { } wanted && (step % wanted.Every == 0 || step == plan.Settings.Steps))
        {
            network.WriteBack();
            curve.Add(step, wanted.Measure(given));
        }

        snapshots?.LookAt(network, step);
        heldOut?.LookAfter(step, objective.At((double)step / plan.Settings.Steps));
        return loss;
    }

    /// <summary>Puts the result into the network: the best, average or last state, or after divergence the last good one.</summary>
    public TrainingOutcome Finish()
    {
        if (heldOut is not null && DivergedAt is null)
        {
            heldOut.Best.Restore();
        }
        else if (DivergedAt is null)
        {
            average?.Restore();
        }

        if (DivergedAt is not null || !ParameterCopy.AreFinite(network.Parameters.Trained))
        {
            DivergedAt ??= step;
            lastGood.Restore();
        }

        network.WriteBack();
        return trace.ToOutcome(step, DivergedAt) with { Curve = curve.Points, Snapshots = snapshots?.Finish(step) ?? [] };
    }

    /// <summary>Writes down all that the next step depends on. Batches depend on seed and step alone.</summary>
    public void SaveTo(Stream stream) => SavedState.Write(stream, Sizes, Parts);

    /// <summary>Takes up what an earlier process wrote down.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or belongs to another training.</exception>
    public void LoadFrom(Stream stream) => SavedState.Read(stream, Sizes, Parts);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(step);
        writer.Write(DivergedAt ?? -1);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        step = reader.ReadInt64();
        DivergedAt = reader.ReadInt64() is >= 0 and var at ? at : null;
    }

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    private IReadOnlyList<long> Sizes =>
        [network.Parameters.Length, network.Parameters.Trained.Length, plan.Settings.Steps, plan.Settings.Batch ?? -1, (long)seed.Value,
            BitConverter.DoubleToInt64Bits(plan.LearningRate), average is null ? 0 : 1, heldOut is null ? 0 : 1,
            .. plan.Snapshots > 0 ? (long[])[plan.Snapshots] : []];

    private IEnumerable<ISavedState> Parts =>
        ((ISavedState?[])
            [this, network.Parameters, optimizer, lastGood, average, heldOut, trace, plan.Curve is null ? null : curve, snapshots])
        .OfType<ISavedState>();

    private double Clip()
    {
        if (plan.Settings.ClipNorm is not { } most)
        {
            return 1;
        }

        var norm = TensorPrimitives.Norm<float>(network.Parameters.Gradients);
        return norm > most ? most / norm : 1;
    }
}
