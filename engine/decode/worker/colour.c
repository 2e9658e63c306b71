/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/worker/colour.h"

#include <lcms2.h>
#include <stdlib.h>

/* Steps of each channel by which a profile is compared with sRGB. */
#define N_STEPS 6

struct _SemColour
{
  cmsHTRANSFORM transform; /* NULL: nothing is to be done */
  gboolean grey;
  GBytes *profile;
};

static void
convert (const SemColour *self, const guint8 *from, guint8 *to, gsize n)
{
  cmsDoTransform (self->transform, from, to, (cmsUInt32Number) n);
}

/* Photos of grey have three equal channels here, and a profile of one. */
static void
apply_grey (const SemColour *self, guint8 *pixels, gsize n)
{
  guint8 levels[256], colours[256 * 3];

  for (guint i = 0; i < 256; i++)
    levels[i] = (guint8) i;
  convert (self, levels, colours, 256);
  for (gsize i = 0; i < n; i++, pixels += 3)
    {
      const guint8 *colour = colours + 3 * pixels[0];

      pixels[0] = colour[0];
      pixels[1] = colour[1];
      pixels[2] = colour[2];
    }
}

void
sem_colour_apply (const SemColour *self, guint8 *pixels, gsize n)
{
  if (self->grey)
    apply_grey (self, pixels, n);
  else
    convert (self, pixels, pixels, n);
}

/* Whether it changes any colour by more than a level, which rounding may. */
static gboolean
changes_anything (const SemColour *self)
{
  for (guint i = 0; i < N_STEPS * N_STEPS * N_STEPS; i++)
    {
      const guint8 step = 255 / (N_STEPS - 1);
      const guint8 colour[3] = { (guint8) (i % N_STEPS * step),
                                 (guint8) (i / N_STEPS % N_STEPS * step),
                                 (guint8) (i / N_STEPS / N_STEPS * step) };
      guint8 other[3] = { colour[0], self->grey ? colour[0] : colour[1],
                          self->grey ? colour[0] : colour[2] };
      const guint8 before[3] = { other[0], other[1], other[2] };

      sem_colour_apply (self, other, 1);
      for (guint c = 0; c < 3; c++)
        if (abs (other[c] - before[c]) > 1)
          return TRUE;
    }
  return FALSE;
}

/* (nullable): @kind: of the pixels: TYPE_RGB_8, _GRAY_8 or _Lab_8. */
static cmsHTRANSFORM
make_transform (cmsHPROFILE profile, cmsUInt32Number kind)
{
  cmsHPROFILE srgb = cmsCreate_sRGBProfile ();
  cmsHTRANSFORM transform =
    cmsCreateTransform (profile, kind, srgb, TYPE_RGB_8, INTENT_PERCEPTUAL, cmsFLAGS_NOCACHE);

  cmsCloseProfile (srgb);
  return transform;
}

static void
read_profile (SemColour *self, const guint8 *data, gsize size)
{
  cmsHPROFILE profile = cmsOpenProfileFromMem (data, (cmsUInt32Number) size);
  cmsColorSpaceSignature space;

  if (!profile)
    return;
  space = cmsGetColorSpace (profile);
  self->grey = space == cmsSigGrayData;
  if (self->grey || space == cmsSigRgbData)
    self->transform = make_transform (profile, self->grey ? TYPE_GRAY_8 : TYPE_RGB_8);
  cmsCloseProfile (profile);
  if (self->transform && !changes_anything (self))
    g_clear_pointer (&self->transform, cmsDeleteTransform);
}

const SemColour *
sem_colour_get (const guint8 *profile, gsize size)
{
  static SemColour last;
  g_autoptr (GBytes) bytes = NULL;

  if (size == 0 || size > G_MAXINT32)
    return NULL;
  bytes = g_bytes_new (profile, size);
  if (!last.profile || !g_bytes_equal (bytes, last.profile))
    {
      g_clear_pointer (&last.transform, cmsDeleteTransform);
      g_clear_pointer (&last.profile, g_bytes_unref);
      last.grey = FALSE;
      read_profile (&last, profile, size);
      last.profile = g_bytes_ref (bytes);
    }
  return last.transform ? &last : NULL;
}

const SemColour *
sem_colour_get_lab (void)
{
  static SemColour lab;

  if (!lab.transform)
    {
      cmsHPROFILE profile = cmsCreateLab4Profile (NULL);

      lab.transform = profile ? make_transform (profile, TYPE_Lab_8) : NULL;
      if (profile)
        cmsCloseProfile (profile);
    }
  return lab.transform ? &lab : NULL;
}

static cmsToneCurve *
build_curve (double gamma)
{
  /* IEC 61966-2-1, as the parametric curve of type 4 has it. */
  static const double srgb[] = { 2.4, 1 / 1.055, .055 / 1.055, 1 / 12.92, .04045 };

  return gamma > 0 ? cmsBuildGamma (NULL, gamma) : cmsBuildParametricToneCurve (NULL, 4, srgb);
}

/* (transfer full) (nullable) */
static GBytes *
save (cmsHPROFILE profile)
{
  cmsUInt32Number size = 0;
  guint8 *data;

  if (!cmsSaveProfileToMem (profile, NULL, &size))
    return NULL;
  data = g_malloc0 (size);
  if (cmsSaveProfileToMem (profile, data, &size))
    return g_bytes_new_take (data, size);
  g_free (data);
  return NULL;
}

GBytes *
sem_colour_build_profile (const double *chromaticities, double gamma)
{
  const double *at = chromaticities;
  const cmsCIExyY white = { at[0], at[1], 1 };
  const cmsCIExyYTRIPLE primaries = { { at[2], at[3], 1 },
                                      { at[4], at[5], 1 },
                                      { at[6], at[7], 1 } };
  cmsToneCurve *curve, *curves[3];
  cmsHPROFILE profile;
  GBytes *bytes;

  if (white.y <= 0)
    return NULL;
  curve = build_curve (gamma);
  curves[0] = curves[1] = curves[2] = curve;
  profile = curve ? cmsCreateRGBProfile (&white, &primaries, curves) : NULL;
  bytes = profile ? save (profile) : NULL;
  if (profile)
    cmsCloseProfile (profile);
  if (curve)
    cmsFreeToneCurve (curve);
  return bytes;
}
