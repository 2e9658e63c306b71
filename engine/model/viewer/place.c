/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/model/viewer/place.h"

#define GWEATHER_I_KNOW_THIS_IS_UNSTABLE
#include <libgweather/gweather.h>
#include <math.h>

#define EARTH_RADIUS_KM 6371
#define NEAR_KM 100

/* Great-circle distance, by the haversine formula. */
static double
measure_km (double latitude, double longitude, double other_latitude, double other_longitude)
{
  const double degree = G_PI / 180;
  const double a = sin ((other_latitude - latitude) * degree / 2);
  const double b = sin ((other_longitude - longitude) * degree / 2);
  const double h = a * a + cos (latitude * degree) * cos (other_latitude * degree) * b * b;

  return 2 * EARTH_RADIUS_KM * asin (sqrt (MIN (1, h)));
}

static char *
name_city (GWeatherLocation *city)
{
  const char *name = gweather_location_get_name (city);
  g_autofree char *country = gweather_location_get_country_name (city);

  if (!name)
    return NULL;
  return country ? g_strdup_printf ("%s, %s", name, country) : g_strdup (name);
}

char *
sem_place_name (double latitude, double longitude)
{
  /* The library's list is filled in as it is read. */
  static GMutex mutex;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  g_autoptr (GWeatherLocation) world = gweather_location_get_world ();
  g_autoptr (GWeatherLocation) city = NULL;
  double city_latitude, city_longitude;

  (void) locker;
  if (world)
    city = gweather_location_find_nearest_city (world, latitude, longitude);
  if (!city || !gweather_location_has_coords (city))
    return NULL;
  gweather_location_get_coords (city, &city_latitude, &city_longitude);
  if (measure_km (latitude, longitude, city_latitude, city_longitude) > NEAR_KM)
    return NULL;
  return name_city (city);
}
