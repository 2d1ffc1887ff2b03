namespace Superposition.Booleans;

/// <summary>
/// Inputs of a deep circuit that keep it active to its last layer. A random sparse input of a random circuit dies out within a few layers
/// and would show nothing, so inputs are built backward: final gates are chosen and pulled back, layer by layer, to features that turn them
/// on, and then more is added as long as s allows it. What then happens forward is the ground truth; inputs with more than s features
/// active in any layer are rejected.
/// </summary>
public static class LivingInputs
{
    private const int TrialsPerInput = 20_000;
    private const int Fillings = 16;

    /// <summary>Draws inputs that keep between 1 and s features active in every layer.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="active">s: at most so many features are active in the input and after every layer, and at least one is.</param>
    /// <param name="inputs">How many inputs; the same one may come twice.</param>
    /// <param name="seed">Decides the draws.</param>
    /// <exception cref="InvalidOperationException">Such inputs are too rare to be found by rejection.</exception>
    public static ActiveSets Draw(ILayeredCircuit circuit, int active, int inputs, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(active, 1);
        var random = seed.Stream("living-inputs");
        var needs = new InputNeeds(circuit);
        var found = new List<int[]>(inputs);
        var alone = new List<int[]>(inputs);
        for (var trials = 0L; found.Count < inputs; trials++)
        {
            if (trials > (long)TrialsPerInput * inputs)
            {
                throw new InvalidOperationException(
                    $"Living inputs: after {trials} draws only {found.Count} of {inputs} inputs keep between 1 and {active} features "
                        + $"active through {circuit.Depth} layers. " +
                    "Expected a circuit whose activity neither dies nor grows: a mix of gates with branching near 1.");
            }

            if (PullBack(circuit, needs, active, random) is { } input && Lives(circuit, input, active))
            {
                alone.Add(input);
                found.Add(Filled(circuit, input, alone, active, random));
            }
        }

        return ActiveSets.Of(found);
    }

    private static int[]? PullBack(ILayeredCircuit circuit, InputNeeds needs, int active, Random random)
    {
        var wanted = new SortedSet<int>();
        var left = random.Next(1, active + 1);
        for (var tries = 0; tries < 8 && left > 0; tries++)
        {
            var final = random.Next(circuit.WidthBefore(circuit.Depth));
            var need = needs.Of(circuit.Depth, final);
            if (need <= left && wanted.Add(final))
            {
                left -= need;
            }
        }

        if (wanted.Count == 0)
        {
            return null;
        }

        // What is still allowed beyond the bare needs may be spent on the dearer input of an OR or XOR, so that these are not always pulled
        // back the same way.
        for (var layer = circuit.Depth - 1; layer >= 0; layer--)
        {
            var before = new SortedSet<int>();
            foreach (var k in wanted)
            {
                var gate = circuit.Gate(layer, k);
                if (gate.Kind == LayerGateKind.And)
                {
                    before.Add(gate.First);
                    before.Add(gate.Second);
                    continue;
                }

                var (cheap, dear) =
                    needs.Of(layer, gate.First) <= needs.Of(layer, gate.Second) ? (gate.First, gate.Second) : (gate.Second, gate.First);
                var extra = needs.Of(layer, dear) - needs.Of(layer, cheap);
                var takesDear = extra <= left && random.Next(2) == 0;
                left -= takesDear ? extra : 0;
                before.Add(takesDear ? dear : cheap);
            }

            if (before.Count > active)
            {
                return null;
            }

            wanted = before;
        }

        return [.. wanted];
    }

    /// <summary>
    /// The input with as much added as can be while it lives: other living inputs, and features that need not lead anywhere. Inputs that
    /// barely survive would be the easiest for a network.
    /// </summary>
    private static int[] Filled(ILayeredCircuit circuit, int[] input, List<int[]> alone, int active, Random random)
    {
        for (var tries = 0; tries < Fillings && input.Length < active; tries++)
        {
            int[] more = random.Next(2) == 0 ? alone[random.Next(alone.Count)] : [random.Next(circuit.Features)];
            int[] union = [.. input.Union(more).Order()];
            input = Lives(circuit, union, active) ? union : input;
        }

        return input;
    }

    private static bool Lives(ILayeredCircuit circuit, int[] input, int active)
    {
        var state = input;
        for (var layer = 0; ; layer++)
        {
            if (state.Length < 1 || state.Length > active)
            {
                return false;
            }

            if (layer == circuit.Depth)
            {
                return true;
            }

            state = circuit.Step(layer, state);
        }
    }
}
