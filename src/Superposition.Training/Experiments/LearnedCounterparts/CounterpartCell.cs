using System.Collections.Immutable;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Studies;
using Superposition.UniversalAnd;

namespace Superposition.Experiments.LearnedCounterparts;

/// <summary>One task and seed: the construction, the trained network and the controls, on the same inputs.</summary>
internal sealed record CounterpartCell(LearnedCounterpartsSpec Spec, CounterpartTaskSpec Task, ulong Seed) : Cell
{
    private const int InputsAtATime = 1000;

    /// <inheritdoc/>
    public override string Id => $"{Task.Id}-seed{Seed}";

    /// <inheritdoc/>
    public override double Cost => 5 + (Task.Relus * (double)Spec.Training.Steps * (Spec.Training.Batch ?? 0) * Task.Outputs / 5e9);

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var counterpart = Task.Draw(new Seed(Seed), Spec.Measurement.Inputs, cancellation);
        var record = new LearnedCounterpartsRecord { Cell = Id, Seed = Seed, Task = Task.Id, UnseenInputs = counterpart.Unseen };
        var arms = ImmutableArray.CreateBuilder<CounterpartErrors>();
        using (var zero = ZeroNetwork.Of(counterpart.Targets.Features, counterpart.Targets.Count))
        {
            arms.Add(new CounterpartErrors(CounterpartArm.Zero, 0, OutputErrors.Measure(zero, counterpart.Targets, counterpart.Measured)));
        }

        using (var raw = counterpart.RawInput())
        {
            arms.Add(Refitted(CounterpartArm.Linear, counterpart, raw));
        }

        try
        {
            using var constructed = counterpart.Construct();
            arms.Add(Measured(CounterpartArm.Constructed, counterpart, constructed));
            arms.Add(Refitted(CounterpartArm.ConstructedLeastSquares, counterpart, constructed));
        }
        catch (ConstructionFailedException e)
        {
            record = record with { NoConstruction = e.Message };
        }

        using (var untrained = counterpart.Untrained())
        {
            arms.Add(Refitted(CounterpartArm.UntrainedLeastSquares, counterpart, untrained));
        }

        var (network, outcomes) = counterpart.Train(new CounterpartTraining(Spec, new Seed(Seed).For(Task.Id), progress, Store, cancellation));
        arms.Add(Measured(CounterpartArm.Trained, counterpart, network));
        var divergedAt = outcomes.Select(outcome => outcome.DivergedAt).FirstOrDefault(step => step is not null);
        record = record with
        {
            Neurons = [.. network.Layers.Select(layer => layer.Neurons)],
            FinalLoss = outcomes[^1].FinalLoss,
            DivergedAt = divergedAt,
            Failure = divergedAt is { } step ? $"The loss was no longer finite at step {step:N0}; errors are those of the last good state before it." : null,
            Arms = arms.ToImmutable(),
            States = counterpart.States(network),
        };
        return new CellResult(record, [new NamedNetwork(Id, network, IsTrained: true, counterpart.Inputs, Outputs: null) { Task = Task.Kind }], outcomes[^1].Trace);
    }

    /// <summary>Every network sees the same noise on the states that it has in common with the others.</summary>
    private CounterpartErrors Measured(CounterpartArm arm, Counterpart counterpart, ReluNetwork network)
    {
        using var generator = new Seed(Seed).Generator("measurement-noise");
        var noise = NoiseFor(counterpart, network);
        return new CounterpartErrors(arm, network.Neurons, OutputErrors.Measure(inputs => noise.Run(network, inputs, generator), counterpart.Targets, counterpart.Measured, InputsAtATime));
    }

    private CounterpartErrors Refitted(CounterpartArm arm, Counterpart counterpart, ReluNetwork network)
    {
        using var generator = new Seed(Seed).Generator("fit-noise");
        var noise = NoiseFor(counterpart, network);
        var readOff = LeastSquares.Fit(inputs => noise.Activations(network, inputs, generator), network.ReadOff.Inputs, counterpart.Targets, counterpart.Fit);
        using var refitted = network.WithReadOff(readOff);
        return Measured(arm, counterpart, refitted);
    }

    /// <summary>The task's noise on as many states as a network has: one without layers has the encoded input alone, a construction may have a layer more.</summary>
    private static StateNoise NoiseFor(Counterpart counterpart, ReluNetwork network)
    {
        var states = network.Layers.Count + (network.Encoding is null ? 0 : 1);
        var given = counterpart.Noise.Deviations;
        return given.IsEmpty ? StateNoise.None : new StateNoise([.. Enumerable.Range(0, states).Select(state => given[Math.Min(state, given.Length - 1)])]);
    }
}
