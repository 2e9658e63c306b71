/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/plot/colours.h"

#define RGB(rgb) RGBA (rgb, 1)
#define RGBA(rgb, opacity)                                                                         \
  {                                                                                                \
    ((rgb) >> 16 & 0xff) / 255.0, ((rgb) >> 8 & 0xff) / 255.0, ((rgb) &0xff) / 255.0, (opacity)    \
  }

static const SemPlotColours light = {
  .background = RGB (0xffffff),
  .text = RGB (0x3d3846),
  .grid = RGB (0x77767b),
  .healthy = RGBA (0x2ec27e, 0.16),
  .cold = RGB (0xf6f5f4),
  .hot = RGB (0x99154e),
  .series = { RGB (0x0072b2), RGB (0xd55e00), RGB (0x009e73), RGB (0xcc79a7), RGB (0xb07800),
              RGB (0x2f8fd0), RGB (0x8c6bb1) },
};

static const SemPlotColours dark = {
  .background = RGB (0x303030),
  .text = RGB (0xeeeeec),
  .grid = RGB (0xa0a0a0),
  .healthy = RGBA (0x57e389, 0.15),
  .cold = RGB (0x3a3a3a),
  .hot = RGB (0xffbe6f),
  .series = { RGB (0x62b4e8), RGB (0xff9d57), RGB (0x3fd0a0), RGB (0xe7a6c8), RGB (0xf0c050),
              RGB (0x99d6ff), RGB (0xc0a3e0) },
};

static const SemPlotColours neutral = {
  .background = RGBA (0xffffff, 0),
  .text = RGB (0x767676),
  .grid = RGB (0x767676),
  .healthy = RGBA (0x2ec27e, 0.2),
  .cold = RGBA (0x767676, 0.08),
  .hot = RGB (0xd55e00),
  .series = { RGB (0x0072b2), RGB (0xd55e00), RGB (0x009e73), RGB (0xcc79a7), RGB (0xe69f00),
              RGB (0x56b4e9), RGB (0x8c6bb1) },
};

const SemPlotColours *
sem_plot_colours_get (gboolean is_dark)
{
  return is_dark ? &dark : &light;
}

const SemPlotColours *
sem_plot_colours_get_neutral (void)
{
  return &neutral;
}
