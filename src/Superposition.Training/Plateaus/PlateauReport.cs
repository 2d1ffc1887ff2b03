using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Plateaus;

/// <summary>The signature of error correction in a map of superposed features, or its absence.</summary>
public sealed record PlateauReport
{
    /// <summary>The feature's own output along the direction of a feature that is inactive; null when features are not known.</summary>
    public ResponseCurve? Target { get; init; }

    /// <summary>The smoothed step fitted to <see cref="Target"/>.</summary>
    public ClipFit? Fit { get; init; }

    /// <summary>The distance of all outputs along the direction of a feature that is inactive; null when features are not known.</summary>
    public ResponseCurve? Feature { get; init; }

    /// <summary>
    /// The same along random directions as long as a feature's (or, when features are not known, as the way to another state).
    /// </summary>
    public required ResponseCurve Random { get; init; }

    /// <summary>The same along directions in which states differ, of that length.</summary>
    public required ResponseCurve StateLike { get; init; }

    /// <summary>The same on the way to another state.</summary>
    public required ResponseCurve BetweenStates { get; init; }

    /// <summary>Singular values at states; null when not asked for.</summary>
    public JacobianSpectrum? AtCodewords { get; init; }

    /// <summary>
    /// Singular values half-way along the direction of a feature that is inactive, or to another state; null when not asked for.
    /// </summary>
    public JacobianSpectrum? AtMidpoints { get; init; }

    /// <summary>Measures responses of a map to steps from given states: along features, random directions and between states.</summary>
    /// <param name="map">The map.</param>
    /// <param name="from">The states, at least as many as the settings name.</param>
    /// <param name="settings">How many states.</param>
    /// <param name="seed">The seed of directions and of resampling.</param>
    public static PlateauReport Measure(StateMap map, PlateauStates from, PlateauSettings settings, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = seed.Generator("directions");
        var near = settings.DistanceStates;
        var (states_nd, others_nd) = (from.States[..near], from.Others[..near]);
        var steps_nd = from.Features is { } features ? features[..near] : others_nd - states_nd;
        var lengths_n1 = steps_nd.norm(dim: 1, keepdim: true);
        var target = from.Features is null
            ? null
            : Responses.OfTarget(map, from.States[..settings.States], from.Features[..settings.States],
                [.. from.Own.Take(settings.States)]);
        var looked_nd = states_nd[..settings.JacobianStates];
        return new PlateauReport
        {
            Target = target?.Curve(),
            Fit = target is null ? null : ClipFit.Of(target, seed),
            Feature = from.Features is null ? null : Responses.OfDistance(map, states_nd, steps_nd).Curve(),
            Random = Responses.OfDistance(map, states_nd, Responses.RandomDirections(lengths_n1, map.Dimension, generator)).Curve(),
            StateLike = Responses.OfDistance(map, states_nd, Responses.StateLikeDirections(lengths_n1, states_nd, generator)).Curve(),
            BetweenStates = Responses.OfDistance(map, states_nd, others_nd - states_nd).Curve(),
            AtCodewords = settings.JacobianStates == 0 ? null : JacobianSpectrum.Of(map, looked_nd),
            AtMidpoints =
                settings.JacobianStates == 0 ? null : JacobianSpectrum.Of(map, looked_nd + (steps_nd[..settings.JacobianStates] * 0.5)),
        };
    }
}
